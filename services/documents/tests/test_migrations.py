"""The schema goes forward and back, and every tenant table is fenced."""

import asyncio
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from vault import Vault

from chassis import migrate
from documents.storage.tables import (
    DATE_TABLES,
    OWNED,
    RETENTION_TABLES,
    TENANT_TABLES,
    UPLOAD_TABLES,
    VIEW_TABLES,
    reading_grants,
)
from kit.servers import Servers
from suite.provision.databases import provision_database

FENCED = (*TENANT_TABLES, *UPLOAD_TABLES, *VIEW_TABLES, *DATE_TABLES, *RETENTION_TABLES, reading_grants)


async def test_the_schema_goes_back_and_forward(vault: Vault, servers: Servers):
    name = f"documents_{uuid4().hex[:8]}"
    passwords = servers.keyring.passwords("database")
    await provision_database(servers.postgres.admin_url, "documents", passwords, database=name)
    owner = servers.postgres.url("documents", "documents_owner", passwords["documents_owner"])
    url = make_url(owner).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)

    for _ in range(2):
        await asyncio.to_thread(migrate.upgrade, "documents", url)
        await asyncio.to_thread(migrate.downgrade, "documents", url, to="base")

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        left = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert set(left) == {"alembic_version"}
    await engine.dispose()


async def test_every_tenant_table_is_fenced_and_the_safe_s_twice(vault: Vault):
    policies = await vault.service.rows("select tablename, policyname, permissive from pg_policies")
    forced = await vault.service.rows("select relname from pg_class where relrowsecurity and relforcerowsecurity")

    by_table = {
        t.name: {(p["policyname"], p["permissive"]) for p in policies if p["tablename"] == t.name} for t in FENCED
    }

    assert {t.name for t in FENCED} <= {row["relname"] for row in forced}
    for table, found in by_table.items():
        owned = {("owner_alone", "RESTRICTIVE")} if table in OWNED else set()
        assert found == {("tenant", "PERMISSIVE")} | owned
