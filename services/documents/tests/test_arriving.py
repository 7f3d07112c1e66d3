"""Content on its way from the store: opened while it comes, whatever the pieces in which it comes."""

import os
from typing import Any, cast
from uuid import uuid4

import pytest

from documents.domain import keys
from documents.domain.refusals import IntegrityBroken
from documents.domain.sealing import HEADER, SEGMENT, TAG, Place
from documents.storage.objects import ObjectStore, Takes
from documents.storage.sealed import SealedContent, SealedSpool

pytestmark = pytest.mark.requirement("DV-06")
KEY = keys.new_key()
PLACE = Place(uuid4(), uuid4(), 1)
SIZES = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 2 * SEGMENT + 77)


class Trickle:
    """A store that sends its one object in pieces of this size."""

    def __init__(self, object: bytes, piece: int) -> None:
        self._object, self._piece = object, piece

    async def get(self, _: str, into: Takes) -> None:
        for at in range(0, len(self._object), self._piece):
            into.write(self._object[at : at + self._piece])


async def sealed(content: bytes) -> bytes:
    spool = SealedSpool(KEY, PLACE)
    await spool.write(content)
    await spool.finish()
    try:
        return spool.file.read()
    finally:
        spool.close()


async def fetched(object: bytes, size: int, *, piece: int = 1 << 18) -> bytes:
    store = cast(ObjectStore, cast(Any, Trickle(object, piece)))
    content = await SealedContent.fetch(store, "it", KEY, PLACE, size=size)
    return b"".join([segment async for segment in content.segments_then_close()])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [1000, 1 << 18, SEGMENT + TAG, 3 * SEGMENT])
async def test_it_is_what_was_sealed_in_whatever_pieces_it_comes(size: int, piece: int):
    content = os.urandom(size)

    assert await fetched(await sealed(content), size, piece=piece) == content


@pytest.mark.parametrize("size", SIZES)
async def test_less_than_all_of_it_or_more_is_refused(size: int):
    object = await sealed(os.urandom(size))

    for broken in (object[:-1], object[:HEADER], object[: HEADER - 1], b"", object + b"x", object + object):
        with pytest.raises(IntegrityBroken):
            await fetched(broken, size)


@pytest.mark.parametrize("size", [1, SEGMENT + 1, 2 * SEGMENT + 77])
async def test_an_altered_byte_anywhere_is_found_before_anything_is_handed_out(size: int):
    object = await sealed(os.urandom(size))

    for at in (0, 3, HEADER, len(object) // 2, len(object) - 1):
        altered = bytearray(object)
        altered[at] ^= 1
        with pytest.raises(IntegrityBroken):
            await SealedContent.fetch(
                cast(ObjectStore, cast(Any, Trickle(bytes(altered), 1 << 18))), "it", KEY, PLACE, size=size
            )


@pytest.mark.parametrize("size", [0, SEGMENT, SEGMENT + 1])
async def test_another_length_than_was_kept_is_refused(size: int):
    object = await sealed(os.urandom(size))

    for told in {max(0, size - 1), size + 1, size + SEGMENT} - {size}:
        with pytest.raises(IntegrityBroken):
            await fetched(object, told)
