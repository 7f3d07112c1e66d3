"""Names of keys that were destroyed, in a file that travels with the root and not with the database.

So a restored database does not bring an erased safe back.
"""

import os
from pathlib import Path


class Destroyed:
    """One name a line; only ever appended to. Read again when it has grown, whichever process wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: frozenset[str] = frozenset()
        self._seen = 0

    def add(self, name: str) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # One short append is atomic, so that two processes' lines do not mix.
            os.write(descriptor, f"{name}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def __contains__(self, name: str) -> bool:
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:
            return False
        if size != self._seen:
            self._known, self._seen = frozenset(self._path.read_text().split()), size
        return name in self._known
