"""The schema goes forward and back, and every tenant table is fenced."""

import asyncio
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from chassis import migrate
from kit.servers import Servers
from kit.service import ServiceUnderTest
from suite.provision.databases import provision_database
from ticketing.storage import attachment_tables, desk_tables, knowledge_tables, mail_tables, sla_tables
from ticketing.storage.tables import ALL


async def test_the_schema_goes_back_and_forward(ticketing: ServiceUnderTest, servers: Servers):
    name = f"ticketing_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "ticketing", passwords, database=name)
    owner = servers.postgres.url("ticketing", "ticketing_owner", passwords["ticketing_owner"])
    url = make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)

    for _ in range(2):
        await asyncio.to_thread(migrate.upgrade, "ticketing", url)
        await asyncio.to_thread(migrate.downgrade, "ticketing", url, to="base")

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        left = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert set(left) == {"alembic_version"}
    await engine.dispose()


async def test_a_schema_that_newer_code_made_is_left_as_it_is(servers: Servers):
    name = f"ticketing_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "ticketing", passwords, database=name)
    owner = servers.postgres.url("ticketing", "ticketing_owner", passwords["ticketing_owner"])
    url = make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
    await asyncio.to_thread(migrate.upgrade, "ticketing", url)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '0999_of_tomorrow'"))

    await asyncio.to_thread(migrate.upgrade, "ticketing", url)

    async with engine.connect() as connection:
        stands = await connection.scalar(text("select version_num from alembic_version"))
    await engine.dispose()
    assert stands == "0999_of_tomorrow"


async def test_every_tenant_table_is_fenced(ticketing: ServiceUnderTest):
    fenced = await ticketing.rows("select relname from pg_class where relrowsecurity and relforcerowsecurity")

    assert {
        table.name
        for table in (
            *ALL,
            *sla_tables.ALL,
            *desk_tables.ALL,
            *knowledge_tables.ALL,
            *mail_tables.ALL,
            *attachment_tables.ALL,
        )
    } <= {row["relname"] for row in fenced}
