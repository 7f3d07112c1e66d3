"""The schema goes forward and back, and every tenant table is fenced."""

import asyncio
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from chassis import migrate
from kit.servers import Servers
from suite.provision.databases import provision_database


async def test_the_schema_goes_forward_and_back(servers: Servers):
    name = f"notifier_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "notifier", passwords, database=name)
    owner = servers.postgres.url("notifier", "notifier_owner", passwords["notifier_owner"])
    url = make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)

    for _ in range(2):
        await asyncio.to_thread(migrate.upgrade, "notifier", url)
        await asyncio.to_thread(migrate.downgrade, "notifier", url, to="base")

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        left = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert set(left) == {"alembic_version"}
    await engine.dispose()


async def test_every_table_about_a_person_is_fenced(notifier):
    fenced = await notifier.rows("select relname from pg_class where relrowsecurity and relforcerowsecurity")

    assert {"notifications", "template_overrides"} <= {row["relname"] for row in fenced}
