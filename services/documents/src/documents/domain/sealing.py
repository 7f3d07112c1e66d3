"""Content at rest: AES-256-GCM in segments of 1 MiB, by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár).

A segment's nonce is a random prefix, its number and whether it is the last; the file's identity stands in what is
authenticated beside it. So a segment that was altered, moved, dropped, repeated or taken from another file or version
does not open. The object begins with 8 bytes: the format's number (1) and the prefix.
"""

import os
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from documents.domain.refusals import IntegrityBroken

SEGMENT = 1 << 20
TAG = 16
FORMAT = b"\x01"
PREFIX = 7
HEADER = len(FORMAT) + PREFIX


class Place(NamedTuple):
    """Which content this is: sealed for one place, it opens in no other."""

    tenant: UUID
    file_id: UUID
    version: int

    def at(self, index: int) -> bytes:
        return self.tenant.bytes + self.file_id.bytes + self.version.to_bytes(4) + index.to_bytes(4)


def sealed_size(size: int) -> int:
    """Bytes of the object that holds `size` bytes of content."""
    segments = max(1, -(-size // SEGMENT))
    return HEADER + size + segments * TAG


class Sealer:
    """Seals one content, segment after segment. Every segment but the last is exactly `SEGMENT` bytes."""

    def __init__(self, key: bytes, place: Place) -> None:
        prefix = os.urandom(PREFIX)
        self.header = FORMAT + prefix
        self._segments = _Segments(key, place, prefix)

    def seal(self, segment: bytes | bytearray | memoryview, *, last: bool) -> bytes:
        nonce, beside = self._segments.following(last=last)
        return self._segments.cipher.encrypt(nonce, segment, beside)


class Opener:
    """Opens what `Sealer` sealed, in order. Raises `IntegrityBroken` for anything else."""

    def __init__(self, key: bytes, place: Place, header: bytes) -> None:
        if len(header) != HEADER or not header.startswith(FORMAT):
            raise IntegrityBroken
        self._segments = _Segments(key, place, header[len(FORMAT) :])

    def open(self, segment: bytes | memoryview, *, last: bool) -> bytes:
        nonce, beside = self._segments.following(last=last)
        try:
            return self._segments.cipher.decrypt(nonce, segment, beside)
        except (InvalidTag, ValueError) as error:
            raise IntegrityBroken from error


class _Segments:
    def __init__(self, key: bytes, place: Place, prefix: bytes) -> None:
        self.cipher = AESGCM(key)
        self._place, self._prefix, self._index = place, prefix, 0

    def following(self, *, last: bool) -> tuple[bytes, bytes]:
        index, self._index = self._index, self._index + 1
        return self._prefix + index.to_bytes(4) + last.to_bytes(1), self._place.at(index)
