"""The schema goes forward and back, every tenant table is fenced, and what is written once stays."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from towns import Town

from chassis import migrate
from demarches.storage import tables
from kit.servers import Servers
from kit.service import ServiceUnderTest
from suite.provision.databases import provision_database


@pytest.fixture
async def empty(demarches: ServiceUnderTest, servers: Servers) -> str:
    """A database of its own, as its owner."""
    name = f"demarches_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "demarches", passwords, database=name)
    owner = servers.postgres.url("demarches", "demarches_owner", passwords["demarches_owner"])
    return make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)


async def test_the_schema_goes_back_and_forward(empty: str):
    for _ in range(2):
        await asyncio.to_thread(migrate.upgrade, "demarches", empty)
        await asyncio.to_thread(migrate.downgrade, "demarches", empty, to="base")

    engine = create_async_engine(empty)
    async with engine.connect() as connection:
        left = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert set(left) == {"alembic_version"}
    await engine.dispose()


async def test_an_index_that_was_interrupted_half_way_is_made_again(empty: str):
    await asyncio.to_thread(migrate.upgrade, "demarches", empty, to="0016_draft_versions")
    engine = create_async_engine(empty)
    async with engine.begin() as connection:
        await connection.execute(text("create index dossiers_received on dossiers (tenant)"))

    await asyncio.to_thread(migrate.upgrade, "demarches", empty)

    async with engine.connect() as connection:
        told = await connection.scalar(text("select indexdef from pg_indexes where indexname = 'dossiers_received'"))
        assert "(tenant, submitted_at, id)" in str(told)
    await engine.dispose()


async def test_every_tenant_table_is_fenced(demarches: ServiceUnderTest):
    policies = await demarches.rows("select tablename from pg_policies where policyname = 'tenant'")
    forced = await demarches.rows("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    made = (
        *tables.ALL,
        *tables.DESK,
        *tables.BOOKED,
        *tables.CLOCKED,
        *tables.DECIDED,
        *tables.MOVED,
        *tables.MEASURED,
        *tables.EDITED,
        *tables.AGREED,
        *tables.OPENED,
        *tables.HANDLED,
        *tables.SHARED,
    )
    ours = {table.name for table in made} - {tables.quotas.name}

    assert ours <= {row["tablename"] for row in policies}
    assert ours <= {row["relname"] for row in forced}


@pytest.mark.requirement("DM-05")
@pytest.mark.parametrize(
    "statement",
    [
        "update definitions set content = '{}'",
        "delete from history",
        "delete from notes",
        "update shared_definitions set content = '{}'",
    ],
)
async def test_what_is_written_once_cannot_be_changed_even_by_the_service(town: Town, statement: str):
    await town.offers()

    with pytest.raises(DBAPIError, match="permission denied"):
        async with town.service.service.database.transaction(town.citizen()) as connection:
            await connection.execute(text(statement))


@pytest.mark.requirement("DM-03")
async def test_the_database_itself_refuses_one_place_too_many(town: Town):
    await town.offers(quota=1)

    with pytest.raises(DBAPIError, match="never_one_too_many"):
        async with town.service.service.database.transaction(town.citizen()) as connection:
            await connection.execute(text("update allotments set used = used + 2"))
