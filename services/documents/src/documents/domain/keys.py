"""Who holds which key. Root → tenant → safe or bundle → file; each is kept only wrapped by the one before it."""

import os
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from documents.domain.refusals import IntegrityBroken

KEY = 32
NONCE = 12


class KeyManagement(Protocol):
    """What keeps the root, and remembers what was destroyed: a file here, Vault or a security module elsewhere.

    Every wrapped key has a name (`tenant/…`, `safe/…`), which is authenticated with it. `under` is the key that wraps;
    None stands for the root, which never leaves the implementation.
    """

    @property
    def answers_at_once(self) -> bool:
        """Nothing of it waits for another machine: no thread is wanted to call it from."""
        ...

    def new_key(self, name: str, *, under: bytes | None = None) -> tuple[bytes, bytes]:
        """A fresh key: itself, and wrapped."""
        ...

    def wrap(self, name: str, key: bytes, *, under: bytes | None = None) -> bytes: ...

    def unwrap(self, name: str, wrapped: bytes, *, under: bytes | None = None) -> bytes:
        """Raises `KeyDestroyed` for a destroyed name, even when a backup brought its wrapped key back."""
        ...

    def destroy(self, name: str) -> None:
        """From now on and for ever, nothing of this name unwraps."""
        ...


def new_key() -> bytes:
    return os.urandom(KEY)


def wrap(key: bytes, *, under: bytes, name: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(under).encrypt(nonce, key, name.encode())


def unwrap(wrapped: bytes, *, under: bytes, name: str) -> bytes:
    try:
        return AESGCM(under).decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise IntegrityBroken from error


def tenant_key_name(tenant: UUID) -> str:
    return f"tenant/{tenant}"


def safe_key_name(tenant: UUID, owner: UUID, key_id: UUID) -> str:
    return f"safe/{tenant}/{owner}/{key_id}"


def bundle_key_name(tenant: UUID, bundle_id: UUID) -> str:
    return f"bundle/{tenant}/{bundle_id}"


def file_key_name(holder: str, file_id: UUID) -> str:
    """The name under which a holder's key wraps a file's: a wrap moved to another file or holder does not open."""
    return f"{holder}/file/{file_id}"


def thumbnail_name(file_id: UUID) -> str:
    """Under which a file's own key seals the small picture of it."""
    return f"thumbnail/{file_id}"
