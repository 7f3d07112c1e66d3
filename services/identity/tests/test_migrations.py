"""The schema goes forward and back."""

import asyncio
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from chassis import migrate
from kit.servers import Servers
from suite.provision.databases import provision_database


async def test_the_schema_goes_forward_and_back(servers: Servers):
    name = f"identity_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "identity", passwords, database=name)
    owner = servers.postgres.url("identity", "identity_owner", passwords["identity_owner"])
    url = make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)

    for _ in range(2):
        await asyncio.to_thread(migrate.upgrade, "identity", url)
        await asyncio.to_thread(migrate.downgrade, "identity", url, to="base")

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        left = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert set(left) == {"alembic_version"}
    await engine.dispose()
