"""Statements sent straight to the driver give what SQLAlchemy's own way gives."""

import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from notebook.main import notes
from sqlalchemy import bindparam, case, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import tables
from chassis.connection import Connection
from chassis.dead_letters import cause_of
from kit.actors import a_citizen
from kit.service import ServiceUnderTest

c = notes.c
AT = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
TEXTS = select(c.text).order_by(c.text)

QUESTIONS: dict[str, Any] = {
    "a table": select(notes).order_by(c.text),
    "columns and labels": select(c.text, func.length(c.text).label("length"), c.author).order_by(c.text),
    "conditions": select(c.id).where(c.text == "un", c.version < 5),
    "a list of values": select(c.text).where(c.text.in_(["un", "deux"])).order_by(c.text),
    "an empty list": select(c.text).where(c.text.in_([])),
    "a number that is exact": select(func.avg(c.version)),
    "literals of each kind": select(literal(1), literal("é"), literal(AT), literal(b"\x00\xff"), literal(True)),
    "words": text("select text, status, '{\"a\": 1}'::jsonb as facts from notes order by text"),
    "words about nothing": text("select text from notes where false"),
    "nothing": select(notes).where(c.text == "none"),
    "a choice": select(case((c.text == "un", "one"), else_="other").label("word")).order_by(c.text),
    "limits": select(c.text).order_by(c.text).limit(1).offset(1),
    "a union": select(c.text).where(c.text == "un").union(select(c.status)).order_by("text"),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_same_rows_by_either_way(notebook: ServiceUnderTest, tenant: UUID, question: str):
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        await _write(connection, "un", "deux", "trois")

        direct = await connection.execute(QUESTIONS[question])
        usual = await AsyncConnection.execute(connection, QUESTIONS[question])

        assert [row._asdict() for row in direct] == [row._asdict() for row in usual]


async def test_rows_are_read_by_name_place_and_column(notebook: ServiceUnderTest, tenant: UUID):
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        await _write(connection, "un")

        row = (await connection.execute(select(notes))).one()
        mapped = (await connection.execute(select(c.text, c.status))).mappings().one()
        word = await connection.scalar(select(c.text))
        words = (await connection.scalars(TEXTS)).all()

    assert (row.text, row._mapping["text"], row._mapping[c.text]) == ("un",) * 3
    assert dict(mapped) == {"text": "un", "status": "open"}
    assert (word, words) == ("un", ["un"])


async def test_the_first_of_each_row_may_be_asked_of_no_rows(notebook: ServiceUnderTest, tenant: UUID):
    never_run_before = text("select text as never_seen from notes where false")

    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        assert (await connection.execute(never_run_before)).scalars().all() == []
        assert await connection.scalar(never_run_before) is None


async def test_every_change_says_how_many_rows_it_changed(notebook: ServiceUnderTest, tenant: UUID):
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        kept = await _write(connection, "un", "deux")
        again = upsert(notes).values(id=kept[0], text="x", status="open").on_conflict_do_nothing()
        by_words = text("update notes set status = 'sealed' where text = :text")

        counted = [
            (await connection.execute(again)).rowcount,
            (await connection.execute(update(notes).values(status="seen"))).rowcount,
            (await connection.execute(by_words, {"text": "un"})).rowcount,
            (await connection.execute(update(notes).where(c.text == "none").values(status="x"))).rowcount,
            (await connection.execute(delete(notes).where(c.text == "deux"))).rowcount,
        ]
        returned = await connection.execute(update(notes).values(status="told").returning(c.text, c.status))

        assert counted == [0, 2, 1, 0, 1]
        assert [tuple(row) for row in returned] == [("un", "told")]


async def test_a_prepared_statement_takes_its_values_each_time(notebook: ServiceUnderTest, tenant: UUID):
    by_text = select(c.text).where(c.text == bindparam("wanted"))
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        await _write(connection, "un", "deux")

        found = [await connection.scalar(by_text, {"wanted": wanted}) for wanted in ("un", "none", "deux")]

    assert found == ["un", None, "deux"]


async def test_documents_go_in_and_come_out_as_they_are(notebook: ServiceUnderTest, tenant: UUID):
    facts = {"é": [1, 2.5, None, True], "nested": {"quote": '"', "emoji": "🗳"}}
    row = {"id": uuid4(), "type": "t", "aggregate_id": uuid4(), "sequence": 1, "tenant": tenant, "at": AT, "actor": "x"}
    # Published already, as far as the relay is concerned, and gone afterwards: it is no event of anybody's.
    row["published_at"] = AT
    async with notebook.service.relay_database.platform_transaction() as connection:
        assert isinstance(connection, Connection)
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        await connection.execute(insert(tables.outbox), [{**row, "data": facts}])

    [event] = await notebook.published(tenant)
    async with notebook.service.relay_database.platform_transaction() as connection:
        read = await connection.scalar(select(tables.outbox.c.data).where(tables.outbox.c.id == row["id"]))
        await connection.execute(delete(tables.outbox).where(tables.outbox.c.id == row["id"]))

    assert read == facts
    assert event["at"] == AT


async def test_an_error_is_the_one_that_sqlalchemy_would_raise(notebook: ServiceUnderTest, tenant: UUID):
    row = {"id": uuid4(), "text": "secret", "status": "open"}
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        await connection.execute(insert(notes), row)
        with pytest.raises(IntegrityError) as raised:
            await connection.execute(insert(notes), row)
        with pytest.raises(DBAPIError):
            await connection.execute(text("select nothing from nowhere"))

    assert isinstance(raised.value.orig.__cause__, asyncpg.UniqueViolationError)
    assert "secret" not in str(raised.value.params)


@pytest.mark.requirement("SR-01")
@pytest.mark.parametrize("way", [Connection.execute, AsyncConnection.execute], ids=["direct", "usual"])
async def test_an_error_does_not_tell_what_the_row_holds(notebook: ServiceUnderTest, tenant: UUID, way: Any):
    """Where no policy guards a table the server adds « Failing row contains (…) »; logs and dead letters quote errors."""
    held, row = uuid4().hex, text("insert into dead_letters (event_id, handler) values (gen_random_uuid(), :name)")
    with pytest.raises(IntegrityError) as refused:
        async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
            await way(connection, row, {"name": held})

    told = "".join(traceback.format_exception(refused.value))
    assert "violates not-null constraint" in told
    assert held not in told
    assert "\n" not in cause_of(refused.value)


async def _write(connection: AsyncConnection, *texts: str) -> list[UUID]:
    ids = [uuid4() for _ in texts]
    rows = [{"id": i, "text": t, "status": "open"} for i, t in zip(ids, texts, strict=True)]
    await connection.execute(insert(notes), rows)
    return ids
