"""One database per service, three roles each: owner migrates, app works under row-level security, relay empties the outbox."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from suite.topology import SERVICES, roles_of
from suite.urls import at_database

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "citext")

# A runaway statement, a lock queue or a forgotten transaction ends by itself.
LIMITS = {
    "app": {
        "statement_timeout": "10s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "30s",
    },
    "relay": {
        "statement_timeout": "10s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "30s",
    },
    "owner": {"lock_timeout": "2s"},
}


async def provision_databases(
    admin_url: str,
    passwords: Mapping[str, str],
    *,
    services: tuple[str, ...] = SERVICES,
) -> None:
    """`admin_url` is a superuser's, or of a role that may create roles and databases; `passwords` is keyed by role name."""
    async with _connected(admin_url) as admin:
        for database in ("postgres", "template1"):
            # Otherwise every role of every service could look around in there.
            await admin.execute(f"revoke connect, temporary on database {database} from public")
    for service in services:
        await provision_database(admin_url, service, passwords)


async def provision_database(
    admin_url: str,
    service: str,
    passwords: Mapping[str, str],
    *,
    database: str | None = None,
) -> None:
    """`database` is the service's own name unless a test wants one of its own."""
    name = database or service
    owner, app, relay = roles_of(service)
    async with _connected(admin_url) as admin:
        for role in (owner, app, relay):
            await _ensure_role(admin, role, passwords[role])
        # Creating for another role asks for membership, unless one is superuser.
        await admin.execute(f"grant {owner} to current_user")
        if not await admin.fetchval("select 1 from pg_database where datname = $1", name):
            await admin.execute(f'create database "{name}" owner {owner} template template0')
        await admin.execute(f'revoke all on database "{name}" from public')
        await admin.execute(f'grant connect on database "{name}" to {app}, {relay}')
    async with _connected(at_database(admin_url, name)) as inside:
        for extension in EXTENSIONS:
            await inside.execute(f"create extension if not exists {extension}")
        await inside.execute(f"alter schema public owner to {owner}")
        await inside.execute("revoke all on schema public from public")
        await inside.execute(f"grant usage on schema public to {app}, {relay}")


async def _ensure_role(admin: Any, role: str, password: str) -> None:
    exists = await admin.fetchval("select 1 from pg_roles where rolname = $1", role)
    rights = "login nocreatedb nocreaterole noinherit"
    # A statement that sets a password takes no parameter: the server quotes it for us.
    quoted = await admin.fetchval("select quote_literal($1::text)", password)
    await admin.execute(f"{'alter' if exists else 'create'} role {role} {rights} password {quoted}")
    if await admin.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        await admin.execute(f"alter role {role} nosuperuser nobypassrls noreplication")
    for setting, value in LIMITS[role.rpartition("_")[2]].items():
        await admin.execute(f"alter role {role} set {setting} = '{value}'")


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    connection: Any = await asyncpg.connect(url, timeout=10)
    try:
        yield connection
    finally:
        await connection.close()
