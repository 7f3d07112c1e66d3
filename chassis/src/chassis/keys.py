"""Signing keys and whom to trust. Both are files: a start depends on no other service, and rotation is a new file."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from joserfc.jwk import OKPKey


@dataclass(frozen=True, eq=False)
class TrustedKey:
    """Compared by identity: a key that was read again is checked again."""

    issuer: str
    key: OKPKey


class SigningKey(NamedTuple):
    """A private Ed25519 key. `kid` tells those who verify which public half to use."""

    kid: str
    key: OKPKey

    @classmethod
    def read(cls, path: Path) -> "SigningKey":
        jwk: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        return cls(str(jwk["kid"]), OKPKey.import_key(jwk))


class Trust:
    """The public keys of every issuer (a JWKS whose keys also carry `iss`), read again when the file changes."""

    LOOK_AGAIN_AFTER = 1.0

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys: dict[str, TrustedKey] = {}
        self._seen = 0
        self._looked_at = 0.0

    def find(self, kid: str) -> TrustedKey | None:
        if time.monotonic() - self._looked_at > self.LOOK_AGAIN_AFTER:
            self._refresh()
        return self._keys.get(kid)

    def public(self, issuer: str) -> list[dict[str, Any]]:
        """The issuer's own keys, as it publishes them."""
        self._refresh()
        return [dict(known.key.as_dict(private=False)) for known in self._keys.values() if known.issuer == issuer]

    def _refresh(self) -> None:
        changed = self._path.stat().st_mtime_ns
        if changed != self._seen:
            jwks: dict[str, list[dict[str, Any]]] = msgspec.json.decode(self._path.read_bytes())
            self._keys = {str(k["kid"]): TrustedKey(str(k["iss"]), OKPKey.import_key(k)) for k in jwks["keys"]}
            self._seen = changed
        self._looked_at = time.monotonic()


class SigningKeyFile:
    """The service's own key, read again when the file is replaced by a rotation."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: SigningKey | None = None
        self._seen = 0

    def current(self) -> SigningKey:
        changed = self._path.stat().st_mtime_ns
        if self._key is None or changed != self._seen:
            self._key, self._seen = SigningKey.read(self._path), changed
        return self._key
