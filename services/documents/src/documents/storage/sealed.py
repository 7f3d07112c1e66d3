"""Sealed content on its way to and from the store: ciphertext in an unnamed file, plaintext one segment at a time."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, cast

from documents.domain.refusals import IntegrityBroken
from documents.domain.sealing import HEADER, SEGMENT, TAG, Opener, Place, Sealer, sealed_size
from documents.storage.objects import ObjectMissing, ObjectStore

IN_MEMORY = 2 * SEGMENT


def _unnamed_file() -> BinaryIO:
    """Small contents never touch the disk; larger ones do, encrypted, in a file without a name that dies with us."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))


OLDER_SEAL = 32


def new_seal(*, like: str = "") -> Any:
    """What tells later whether an object lies as it was put, without opening it: SHA-256, which processors have in
    hardware. `like`: a seal it will be held against; those of 32 digits are BLAKE2b-128."""
    return hashlib.blake2b(digest_size=16) if len(like) == OLDER_SEAL else hashlib.sha256()


class SealedSpool:
    """Takes plaintext, keeps it sealed, and counts and hashes it in passing."""

    def __init__(self, key: bytes, place: Place) -> None:
        self._sealer = Sealer(key, place)
        self._digest = hashlib.sha256()
        self._pending = bytearray()
        self.size = 0
        self.file = _unnamed_file()
        self._seal_digest = new_seal()
        self._put(self._sealer.header)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    @property
    def seal(self) -> str:
        return self._seal_digest.hexdigest()

    @property
    def sealed_size(self) -> int:
        return sealed_size(self.size)

    async def write(self, chunk: bytes) -> None:
        self._pending += chunk
        self.size += len(chunk)
        # A full segment waits for the byte that follows it: only then is it known not to be the last.
        while len(self._pending) > SEGMENT:
            full, self._pending = self._pending, self._pending[SEGMENT:]
            await asyncio.to_thread(self._seal, memoryview(full)[:SEGMENT], last=False)

    async def finish(self) -> None:
        """Seal the last segment and go back to the beginning, ready to be read."""
        full, self._pending = self._pending, bytearray()
        await asyncio.to_thread(self._seal, full, last=True)
        self.file.seek(0)

    def close(self) -> None:
        self.file.close()

    def _seal(self, segment: bytearray | memoryview, *, last: bool) -> None:
        self._digest.update(segment)
        self._put(self._sealer.seal(segment, last=last))

    def _put(self, sealed: bytes) -> None:
        self._seal_digest.update(sealed)
        self.file.write(sealed)


class SealedContent:
    """Content fetched from the store, every segment of it authenticated before the first is handed out."""

    def __init__(self, file: BinaryIO, key: bytes, place: Place, size: int, *, opened: bytes | None = None) -> None:
        """`opened`: its plaintext, where one segment is all of it and was opened already."""
        self._file, self._key, self._place, self.size = file, key, place, size
        self._opened = opened

    @classmethod
    async def fetch(
        cls, store: ObjectStore, object_key: str, key: bytes, place: Place, *, size: int
    ) -> "SealedContent":
        """Raises `IntegrityBroken` unless the object holds exactly what was put there."""
        file = _unnamed_file()
        try:
            arriving = _Arriving(file, key, place, size)
            try:
                await store.get(object_key, arriving)
            except ObjectMissing as error:
                raise IntegrityBroken from error
            return cls(file, key, place, size, opened=arriving.all_of_it())
        except BaseException:
            file.close()
            raise

    async def segments(self) -> AsyncIterator[bytes]:
        """The plaintext, from the beginning."""
        if self._opened is not None:
            yield self._opened
            return
        self._file.seek(0)
        opener = Opener(self._key, self._place, self._file.read(HEADER))
        remaining, last = self.size, False
        while not last:
            last = remaining <= SEGMENT
            remaining -= SEGMENT
            yield await asyncio.to_thread(self._next, opener, last=last)

    async def segments_then_close(self) -> AsyncIterator[bytes]:
        try:
            async for segment in self.segments():
                yield segment
        finally:
            self.close()

    def close(self) -> None:
        self._file.close()

    def _next(self, opener: Opener, *, last: bool) -> bytes:
        return opener.open(self._file.read(SEGMENT + TAG), last=last)


class _Arriving:
    """Takes ciphertext while the store still sends, opens each segment and forgets it, and keeps the ciphertext.

    Waiting for the store and authenticating go on at the same time, in the store's own thread. Raises `IntegrityBroken`.
    """

    def __init__(self, into: BinaryIO, key: bytes, place: Place, size: int) -> None:
        self._into, self._key, self._place = into, key, place
        self._remaining, self._is_small = size, size <= SEGMENT
        self._opener: Opener | None = None
        self._opened: bytes | None = None
        self._waiting = bytearray()

    def write(self, piece: bytes, /) -> int:
        if self._opened is not None:
            # More than was put there.
            raise IntegrityBroken
        if not self._is_small:
            self._into.write(piece)
        self._waiting += piece
        if self._opener is None:
            if len(self._waiting) < HEADER:
                return len(piece)
            self._opener = Opener(self._key, self._place, bytes(self._waiting[:HEADER]))
            del self._waiting[:HEADER]
        while self._opened is None and len(self._waiting) >= min(self._remaining, SEGMENT) + TAG:
            self._open(self._opener)
        return len(piece)

    def all_of_it(self) -> bytes | None:
        """Its plaintext if it is small. Raises `IntegrityBroken` if less than all of it came, or more."""
        if self._opened is None or self._waiting:
            raise IntegrityBroken
        return self._opened if self._is_small else None

    def _open(self, opener: Opener) -> None:
        last = self._remaining <= SEGMENT
        sealed = min(self._remaining, SEGMENT) + TAG
        with memoryview(self._waiting) as waiting, waiting[:sealed] as segment:
            opened = opener.open(segment, last=last)
        del self._waiting[:sealed]
        self._remaining -= SEGMENT
        if last:
            self._opened = opened
