"""The bulkhead around password hashing."""

import asyncio

import pytest

from identity.storage.hashing import Hasher, TooBusyToHash

pytestmark = pytest.mark.requirement("ID-13")


async def test_the_hash_is_argon2id_with_the_parameters_that_were_decided():
    made = await Hasher().hash("Parvis-2026")

    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_who_comes_when_the_queue_is_full_is_turned_away_at_once():
    hasher = Hasher(longest_queue=3)

    answers = await asyncio.gather(*(hasher.hash("Parvis-2026") for _ in range(5)), return_exceptions=True)

    assert [isinstance(answer, TooBusyToHash) for answer in answers] == [False, False, False, True, True]


async def test_the_loop_answers_others_while_a_password_is_hashed():
    hasher, turns = Hasher(), 0
    hashing = asyncio.create_task(hasher.hash("Parvis-2026"))

    while not hashing.done():
        turns += 1
        await asyncio.sleep(0)

    assert turns > 10
