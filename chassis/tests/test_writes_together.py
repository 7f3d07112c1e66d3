"""Writes that nothing waits for travel together, and nobody can tell."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from notebook.main import NoteNotFound, SealNote, WriteNote, notes, seal_note, write_note
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from chassis.connection import MOST_TOGETHER, Connection
from chassis.gathering import Written, gathered
from chassis.refusals import Stale
from kit.actors import a_citizen
from kit.service import ServiceUnderTest
from kit.trips import trips_of

WRITE = insert(notes)
RENAME = update(notes).where(notes.c.id == bindparam("this_id")).values(text=bindparam("new_text"))
IN_PARTS = text(
    "with told as (select cast(:id as uuid) as id) insert into notes (id, text, status, version)"
    " select id, 'in parts', 'open', 1 from told"
)


def a_note(words: str) -> dict[str, object]:
    return {"id": uuid4(), "text": words, "status": "open"}


@asynccontextmanager
async def begun(notebook: ServiceUnderTest, tenant: UUID) -> AsyncIterator[Connection]:
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        yield connection


async def texts(notebook: ServiceUnderTest, tenant: UUID) -> list[str]:
    rows = await notebook.rows("select text from notes where tenant = :t order by text", t=tenant)
    return [row["text"] for row in rows]


async def test_they_are_one_trip_before_the_commit(notebook: ServiceUnderTest, tenant: UUID):
    with trips_of(notebook.service.database) as sent:
        async with begun(notebook, tenant) as connection:
            for words in ("un", "deux", "trois"):
                await connection.later(WRITE, a_note(words))

    assert [words.split()[0] for words in sent] == ["begin;", "with", "commit"]
    assert await texts(notebook, tenant) == ["deux", "trois", "un"]


async def test_whoever_asks_sees_what_was_written_before(notebook: ServiceUnderTest, tenant: UUID):
    async with begun(notebook, tenant) as connection:
        for many in range(1, 4):
            await connection.later(WRITE, a_note(f"number {many}"))
            assert await connection.scalar(select(func.count()).select_from(notes)) == many


async def test_each_keeps_its_own_values(notebook: ServiceUnderTest, tenant: UUID):
    kept = a_note("kept")
    async with begun(notebook, tenant) as connection:
        await connection.execute(WRITE, kept)
        await connection.later(WRITE, a_note("before"))
        await connection.later(RENAME, {"this_id": kept["id"], "new_text": "renamed"})
        await connection.later(IN_PARTS, {"id": uuid4()})
        await connection.later(WRITE, a_note("behind"))

    assert await texts(notebook, tenant) == ["before", "behind", "in parts", "renamed"]


async def test_what_is_several_statements_already_stays_one_a_time(notebook: ServiceUnderTest, tenant: UUID):
    async with begun(notebook, tenant) as connection:
        for _ in range(3):
            await connection.later(IN_PARTS, {"id": uuid4()})

    assert await texts(notebook, tenant) == ["in parts"] * 3


@pytest.mark.parametrize("others", [0, 2])
async def test_a_change_that_met_no_row_refuses_all(notebook: ServiceUnderTest, tenant: UUID, others: int):
    async def change() -> None:
        async with begun(notebook, tenant) as connection:
            for number in range(others):
                await connection.later(WRITE, a_note(f"{number}"))
            await connection.later(RENAME, {"this_id": uuid4(), "new_text": "nobody"}, unless=Stale)

    with pytest.raises(Stale):
        await change()

    assert await texts(notebook, tenant) == []


async def test_a_row_that_may_not_be_refuses_all(notebook: ServiceUnderTest, tenant: UUID):
    twice = a_note("twice")

    async def write() -> None:
        async with begun(notebook, tenant) as connection:
            await connection.later(WRITE, a_note("beside"))
            await connection.later(WRITE, twice)
            await connection.later(WRITE, twice)

    with pytest.raises(IntegrityError):
        await write()

    assert await texts(notebook, tenant) == []


async def test_what_was_begun_before_a_failure_is_never_sent(notebook: ServiceUnderTest, tenant: UUID):
    async def give_up() -> None:
        async with begun(notebook, tenant) as connection:
            await connection.later(WRITE, a_note("never"))
            raise NoteNotFound

    with pytest.raises(NoteNotFound):
        await give_up()

    assert await texts(notebook, tenant) == []


async def test_however_many_they_are(notebook: ServiceUnderTest, tenant: UUID):
    many = 3 * MOST_TOGETHER + 1
    with trips_of(notebook.service.database) as sent:
        async with begun(notebook, tenant) as connection:
            for number in range(many):
                await connection.later(WRITE, a_note(f"{number:03}"))

    assert await texts(notebook, tenant) == [f"{number:03}" for number in range(many)]
    assert len(sent) == 2 + 4


async def test_a_command_that_only_writes_makes_one_trip_between_its_beginning_and_its_end(
    notebook: ServiceUnderTest, tenant: UUID
):
    author = a_citizen(tenant)
    with trips_of(notebook.service.database) as sent:
        note = await notebook.run(write_note, WriteNote("bonjour"), actor=author)
    assert len(sent) == 3, sent

    with trips_of(notebook.service.database) as sent:
        await notebook.run(seal_note, SealNote(note.id), actor=author)
    assert len(sent) == 4, sent


def test_places_of_values_follow_one_another():
    one = Written("insert into a values ($1, $2)", returns=False, has_parts=False)
    two = Written("update b set x = $1 where y = $1 returning y", returns=True, has_parts=False)
    last = Written("with c as (select $1) insert into d select * from c", returns=False, has_parts=True)

    assert gathered((one, two)) == (
        "with write_0 as (insert into a values ($1, $2) returning 1), "
        "write_1 as (update b set x = $3 where y = $3 returning y) "
        "select (select count(*) from write_0), (select count(*) from write_1)"
    )
    assert gathered((one, last)) == (
        "with write_0 as (insert into a values ($1, $2) returning 1), "
        "c as (select $3) insert into d select * from c returning (select count(*) from write_0)"
    )
