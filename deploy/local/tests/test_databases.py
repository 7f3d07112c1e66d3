"""Each service has a database that only its three roles enter, each with its own rights."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from kit.servers import Servers
from suite.provision import as_role, at_database, provision_databases

Connections = dict[str, asyncpg.Connection]


@pytest.fixture(scope="module")
async def admin_url(servers: Servers) -> str:
    await provision_databases(servers.postgres.admin_url, servers.keyring.passwords("database"))
    return servers.postgres.admin_url


async def connected(servers: Servers, role: str, database: str) -> asyncpg.Connection:
    password = servers.keyring.passwords("database")[role]
    return await asyncpg.connect(as_role(servers.postgres.admin_url, role, password, database))


@pytest.fixture
async def app(servers: Servers, admin_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await connected(servers, "identity_app", "identity")
    yield connection
    await connection.close()


async def test_provisioning_again_changes_nothing(servers: Servers, admin_url: str) -> None:
    questions = (
        "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolconfig from pg_roles order by rolname",
        "select datname, datdba, datacl::text from pg_database order by datname",
    )
    admin = await asyncpg.connect(admin_url)
    before = [await admin.fetch(question) for question in questions]

    await provision_databases(admin_url, servers.keyring.passwords("database"))

    assert [await admin.fetch(question) for question in questions] == before
    await admin.close()


async def test_the_extensions_are_there(admin_url: str) -> None:
    admin = await asyncpg.connect(at_database(admin_url, "demarches"))

    names = {row["extname"] for row in await admin.fetch("select extname from pg_extension")}

    assert {"unaccent", "pg_trgm", "btree_gist", "citext"} <= names
    await admin.close()


@pytest.mark.parametrize("role", ["identity_app", "identity_relay", "identity_owner"])
@pytest.mark.parametrize("database", ["demarches", "postgres", "template1"])
async def test_a_role_of_another_service_cannot_connect(
    servers: Servers, admin_url: str, role: str, database: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connected(servers, role, database)


async def test_a_wrong_password_is_refused(admin_url: str) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(as_role(admin_url, "identity_app", "guess", "identity"))


async def test_the_app_role_cannot_change_the_schema(app: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("create table mine (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("create temporary table mine (id int)")


async def test_the_app_role_cannot_step_out_of_row_level_security(servers: Servers, app: asyncpg.Connection) -> None:
    owner = await connected(servers, "identity_owner", "identity")
    await owner.execute(
        "drop table if exists doors; create table doors (tenant int); insert into doors values (1), (2);"
        "alter table doors enable row level security; alter table doors force row level security;"
        "create policy mine on doors using (tenant = 1); grant select on doors to identity_app"
    )

    assert await app.fetchval("select array_agg(tenant) from doors") == [1]
    assert not await app.fetchval("select rolbypassrls or rolsuper from pg_roles where rolname = current_user")
    for escape in ("set role identity_owner", "alter table doors disable row level security", "set role parvis_admin"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(escape)
    await owner.execute("drop table doors")
    await owner.close()


async def test_a_runaway_statement_and_a_forgotten_transaction_end_by_themselves(app: asyncpg.Connection) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

    shown = [await app.fetchval(f"show {name}") for name in names]

    assert shown == ["10s", "2s", "30s"]
