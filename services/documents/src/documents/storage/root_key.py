"""The root of the keys, in a file: the local default behind `KeyManagement`."""

import base64
from pathlib import Path

from chassis.settings import Settings
from documents.domain import keys
from documents.domain.keys import KeyManagement
from documents.domain.refusals import IntegrityBroken, KeyDestroyed
from documents.storage.destroyed import Destroyed
from documents.storage.transit import Transit


class RootKeyFile:
    """32 bytes in base64url, made by whoever installs; lost, everything is lost, so it is backed up apart.

    The file may hold several, one a line: the last wraps, all unwrap. So a rotation stops nothing: add a line, wrap the
    tenants' keys anew (`python -m documents.tools.rotate`), take the old line away. Processes read the file again
    when it changes.

    Names of destroyed keys are appended to a file beside it (`….destroyed`).
    """

    answers_at_once = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._destroyed = Destroyed(path.with_name(f"{path.name}.destroyed"))
        self._kept: list[bytes] = []
        self._read_at = (0, 0)

    def _roots(self) -> list[bytes]:
        """The newest first."""
        state = self._path.stat()
        if (state.st_mtime_ns, state.st_size) != self._read_at:
            roots = [base64.urlsafe_b64decode(line) for line in self._path.read_bytes().split()]
            if not roots or any(len(root) != keys.KEY for root in roots):
                raise ValueError(f"the master key must be {keys.KEY} bytes")
            self._kept, self._read_at = roots[::-1], (state.st_mtime_ns, state.st_size)
        return self._kept

    def new_key(self, name: str, *, under: bytes | None = None) -> tuple[bytes, bytes]:
        made = keys.new_key()
        return made, self.wrap(name, made, under=under)

    def wrap(self, name: str, key: bytes, *, under: bytes | None = None) -> bytes:
        return keys.wrap(key, under=under or self._roots()[0], name=name)

    def unwrap(self, name: str, wrapped: bytes, *, under: bytes | None = None) -> bytes:
        if name in self._destroyed:
            raise KeyDestroyed
        if under is not None:
            return keys.unwrap(wrapped, under=under, name=name)
        *former, oldest = self._roots()
        for root in former:
            try:
                return keys.unwrap(wrapped, under=root, name=name)
            except IntegrityBroken:
                continue
        return keys.unwrap(wrapped, under=oldest, name=name)

    def destroy(self, name: str) -> None:
        self._destroyed.add(name)


def root_key(settings: Settings) -> KeyManagement:
    """Where this process's root is kept, as its settings say."""
    if settings.transit_url:
        if settings.transit_token_file is None:
            raise RuntimeError("PARVIS_TRANSIT_TOKEN_FILE names no file: the key management would not let us in")
        return Transit(settings.transit_url, settings.transit_key, settings.transit_token_file)
    if settings.pkcs11_module is not None:
        # Loaded where it is used alone: it brings a native library along.
        from documents.storage.security_module import SecurityModule

        return SecurityModule.configured(settings)
    if settings.master_key_file is None:
        raise RuntimeError("PARVIS_MASTER_KEY_FILE names no file: documents cannot be encrypted")
    return RootKeyFile(settings.master_key_file)
