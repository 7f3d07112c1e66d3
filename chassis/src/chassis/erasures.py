"""What was erased is noted outside of the database, so that a database restored from before does not bring it back.

The ledger lies beside the keys and is saved with them, never with the data. It holds ids alone. `parvis restore` reads it
before anybody is let in.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from contracts.identity import AccountErased

ERASING = frozenset({AccountErased.type})


class Erasure(NamedTuple):
    """The event that told of it, as its outbox had it."""

    event_id: UUID
    source: str
    type: str
    tenant: UUID
    subject: UUID
    actor: str
    data: dict[str, Any]


class Ledger:
    """A file that is only ever appended to. Without a path nothing is noted: then erasures are as old as the backup."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        # What a bus that is away makes us try again is not written again.
        self._noted: set[UUID] = set()

    def note(self, erasures: Iterable[Erasure]) -> None:
        """Returns once they are on the disk: who calls this must not tell anybody before."""
        fresh = [erasure for erasure in erasures if erasure.event_id not in self._noted]
        lines = [json.dumps(erasure._asdict(), default=str) + "\n" for erasure in fresh]
        if self._path is None or not lines:
            return
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # One append, so that the lines of two processes do not mix.
            os.write(descriptor, "".join(lines).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._noted.update(erasure.event_id for erasure in fresh)

    def read(self) -> list[Erasure]:
        """Each once, in the order in which they were noted; a line that a crash cut short was told to nobody."""
        if self._path is None or not self._path.exists():
            return []
        found: dict[UUID, Erasure] = {}
        for line in self._path.read_text().splitlines():
            try:
                told: dict[str, Any] = json.loads(line)
            except ValueError:
                continue
            told |= {name: UUID(told[name]) for name in ("event_id", "tenant", "subject")}
            found.setdefault(told["event_id"], Erasure(**told))
        return list(found.values())
