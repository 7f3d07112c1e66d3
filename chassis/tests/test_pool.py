"""The pool gives back what a quiet minute did not use, and nobody who works notices."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
import pytest
from sqlalchemy import text

from chassis import database
from chassis.database import Database, DatabaseUnavailable
from chassis.measures import KeepsNothing, Measures
from kit.actors import a_citizen
from kit.service import ServiceUnderTest

MANY = 5


@pytest.fixture
def pool_of(notebook: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(database, "QUIET_SECONDS", 0.0)
    return Database(notebook.service.settings.database_url)


async def _together(pool: Database, tenant: UUID, count: int) -> None:
    async def once(all_in: asyncio.Barrier) -> None:
        async with pool.transaction(a_citizen(tenant)) as connection:
            await connection.execute(text("select 1"))
            await all_in.wait()

    await asyncio.gather(*(once(barrier) for barrier in [asyncio.Barrier(count)] for _ in range(count)))


def _open(pool: Database) -> int:
    inner: Any = pool.engine.pool
    return inner.checkedin() + inner.checkedout()


async def test_what_a_quiet_minute_did_not_use_is_closed(pool_of: Database, tenant: UUID):
    await _together(pool_of, tenant, MANY)
    await pool_of.shrink()
    after_a_busy_minute = _open(pool_of)

    await _together(pool_of, tenant, 1)
    await pool_of.shrink()

    assert (after_a_busy_minute, _open(pool_of)) == (MANY, 0)
    await _together(pool_of, tenant, MANY)
    await pool_of.close()


async def test_a_transaction_under_way_outlives_the_pool_it_came_from(pool_of: Database, tenant: UUID):
    await _together(pool_of, tenant, MANY)
    await pool_of.shrink()

    async with pool_of.transaction(a_citizen(tenant)) as connection:
        await pool_of.shrink()
        found = await connection.scalar(text("select current_setting('app.tenant')"))

    assert found == str(tenant)
    assert _open(pool_of) == 0
    await pool_of.close()


async def test_who_comes_while_idle_connections_are_being_closed_is_served(
    notebook: ServiceUnderTest, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "QUIET_SECONDS", 0.0)
    pool = Database(notebook.service.settings.database_url, pool_size=MANY)
    await _together(pool, tenant, MANY)
    await pool.shrink()
    await _together(pool, tenant, 1)
    is_closing, have_come, close = asyncio.Event(), asyncio.Event(), asyncpg.Connection.close

    async def slowly(connection: Any, **said: Any) -> None:
        is_closing.set()
        await have_come.wait()
        await close(connection, **said)

    monkeypatch.setattr(asyncpg.Connection, "close", slowly)

    shrinking = asyncio.create_task(pool.shrink())
    await is_closing.wait()
    await _together(pool, tenant, MANY)
    have_come.set()
    await shrinking

    assert _open(pool) == MANY
    await pool.close()


async def test_servers_of_which_none_is_the_one_that_is_wanted_are_no_database(
    notebook: ServiceUnderTest, tenant: UUID
):
    """While one of two databases takes over, the driver finds none that leads: people are told to try again."""
    pool = Database(f"{notebook.service.settings.database_url}?target_session_attrs=standby")

    with pytest.raises(DatabaseUnavailable):
        await _together(pool, tenant, 1)

    await pool.close()


async def test_a_disk_that_was_found_full_is_told_until_nobody_finds_it_so(
    notebook: ServiceUnderTest, pool_of: Database, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    relay = Database(notebook.service.settings.relay_database_url)
    look = Measures("notebook", database=pool_of, relay_database=relay, bus=lambda: None)._look_at_database
    await look()

    with pytest.raises(DatabaseUnavailable):
        async with pool_of.transaction(a_citizen(tenant)) as connection:
            # As PostgreSQL says it: 53100.
            await connection.execute(text("do $$ begin raise exception using errcode = 'disk_full'; end $$"))

    with pytest.raises(KeepsNothing):
        await look()
    monkeypatch.setattr(database, "REMEMBERED_SECONDS", 0.0)
    await look()
    await pool_of.close()
    await relay.close()
