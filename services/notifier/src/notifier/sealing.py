"""Secrets of an organisation's, kept so that the database alone does not tell them."""

import base64
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class CannotBeOpened(Exception):
    """Sealed for something else, or by another installation."""


@dataclass(frozen=True)
class Seal:
    """`about` names what the secret belongs to: sealed for one row, it cannot be moved to another."""

    secret: bytes

    def close(self, plain: bytes, *, about: str) -> str:
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, plain, about.encode())).decode()

    def open(self, sealed: str, *, about: str) -> bytes:
        raw = base64.b64decode(sealed)
        try:
            return self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
        except InvalidTag as error:
            raise CannotBeOpened from error

    def _cipher(self) -> AESGCM:
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"notifier seal").derive(self.secret))
