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


def new_seal() -> Any:
    """What tells later whether an object lies as it was put, without opening it."""
    return hashlib.blake2b(digest_size=16)


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
            segment = bytes(self._pending[:SEGMENT])
            del self._pending[:SEGMENT]
            await asyncio.to_thread(self._seal, segment, last=False)

    async def finish(self) -> None:
        """Seal the last segment and go back to the beginning, ready to be read."""
        await asyncio.to_thread(self._seal, bytes(self._pending), last=True)
        self._pending.clear()
        self.file.seek(0)

    def close(self) -> None:
        self.file.close()

    def _seal(self, segment: bytes, *, last: bool) -> None:
        self._digest.update(segment)
        self._put(self._sealer.seal(segment, last=last))

    def _put(self, sealed: bytes) -> None:
        self._seal_digest.update(sealed)
        self.file.write(sealed)


class SealedContent:
    """Content fetched from the store, every segment of it authenticated before the first is handed out."""

    def __init__(self, file: BinaryIO, key: bytes, place: Place, size: int) -> None:
        self._file, self._key, self._place, self.size = file, key, place, size

    @classmethod
    async def fetch(
        cls, store: ObjectStore, object_key: str, key: bytes, place: Place, *, size: int
    ) -> "SealedContent":
        """Raises `IntegrityBroken` unless the object holds exactly what was put there."""
        file = _unnamed_file()
        try:
            try:
                await store.get(object_key, file)
            except ObjectMissing as error:
                raise IntegrityBroken from error
            if file.tell() != sealed_size(size):
                raise IntegrityBroken
            content = cls(file, key, place, size)
            # One stay in a thread for all of them: a turn of the loop for each segment is what a busy machine lacks.
            await asyncio.to_thread(content._authenticate)
        except BaseException:
            file.close()
            raise
        return content

    async def segments(self) -> AsyncIterator[bytes]:
        """The plaintext, from the beginning."""
        self._file.seek(0)
        opener = Opener(self._key, self._place, self._file.read(HEADER))
        remaining, last = self.size, False
        while not last:
            last = remaining <= SEGMENT
            remaining -= SEGMENT
            yield await asyncio.to_thread(self._next, opener, last=last)

    def _authenticate(self) -> None:
        """Every segment is opened and forgotten."""
        self._file.seek(0)
        opener = Opener(self._key, self._place, self._file.read(HEADER))
        remaining = self.size
        while remaining > SEGMENT:
            _ = self._next(opener, last=False)
            remaining -= SEGMENT
        _ = self._next(opener, last=True)

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
