"""Every table that a tenant's rows live in is walled; and were a wall taken away, these tests would see it.

Nothing is listed by hand: a new table is in here by having a column `tenant`. Everything happens in a transaction that is
rolled back, with a row made up for whatever columns the table has.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from kit.servers import Servers
from suite.topology import SERVICES
from suite.urls import at_database

# Read by the relay over all tenants, or by whoever operates the platform: fenced by grants instead (chassis.migrations).
CHASSIS = {"outbox", "timers", "journal_seals", "dead_letters", "parked_events", "journal_anchors"}
# Queues that one worker empties for all tenants: ids and moments alone, as the services' own tests hold.
QUEUES = {"deliveries", "scans", "object_deletions", "integrity_checks"}
SHARED = CHASSIS | QUEUES
# What the operator offers to every organisation is read by all of them by a policy of this name, and written by who offers.
OFFERED = "offered"
TABLES = """
select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and c.column_name = 'tenant' and t.table_type = 'BASE TABLE' order by 1
"""
COLUMNS = """
select column_name, udt_name, coalesce(character_maximum_length, 8) as longest from information_schema.columns where table_schema = 'public' and table_name = $1
and is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' and column_name <> 'tenant'
"""
LOOSENED = """
select conname from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f', 'x')
"""
MADE_UP = {
    "uuid": "gen_random_uuid()",
    "bool": "false",
    "jsonb": "'{}'",
    "bytea": r"'\x00'",
    "timestamptz": "now()",
    "date": "current_date",
    "tstzrange": "'empty'",
    "inet": "'127.0.0.1'",
    "tsvector": "''",
    "time": "'12:00'",
    "interval": "'1 day'",
    **dict.fromkeys(("int2", "int4", "int8", "numeric", "float8"), "1"),
    # Never the same twice: unique indexes stand.
    **dict.fromkeys(("text", "varchar", "citext", "bpchar"), "left(md5(random()::text), {longest})"),
}
# Policies beside the tenant's: of each journal and of the keys of repeated requests, and what a service has of its own.
OF_EACH = {("journal", "sealing"), ("idempotency", "sweeping"), ("proposals", "sweeping")}
OF_ITS_OWN = {
    "identity": {("accounts", "contacts"), ("erasures", "waiting")},
    "demarches": {("shared_definitions", OFFERED), ("copied_definitions", "offerer")},
    "documents": {("pieces", "owner_alone"), ("safe_files", "owner_alone"), ("safes", "owner_alone")},
    "ticketing": {
        ("tickets", "searching"),
        ("interventions", "searching"),
        ("messages", "searching"),
        ("ticket_words", "keeping"),
    },
}
POLICIES = """
select tablename, policyname, permissive = 'PERMISSIVE' as widens, roles[1]::text as role from pg_policies
where policyname <> 'tenant' order by 1, 2
"""
MUTATIONS = {
    "the policy is gone": "drop policy tenant on {table}",
    "the policy lets all through": "alter policy tenant on {table} using (true) with check (true)",
    "the wall is off": "alter table {table} disable row level security",
}


class Wall:
    """One table of one service, in a transaction of its own."""

    def __init__(self, connection: Any, service: str, table: str) -> None:
        self.connection, self.app, self.table = connection, f"{service}_app", table
        self.here, self.elsewhere = uuid4(), uuid4()

    async def faults(self) -> list[str]:
        """What is wrong with it, in words; nothing when it holds."""
        found: list[str] = []
        if await self._seen_from(self.here, of=self.elsewhere):
            found.append(f"{self.table}: rows of another tenant are seen")
        if not await self._seen_from(self.here, of=self.here):
            found.append(f"{self.table}: not even its own rows are seen")
        if not await self._refuses_a_row_of(uuid4(), written_from=self.here):
            found.append(f"{self.table}: rows can be written for another tenant")
        return found

    async def prepare(self) -> None:
        """Rows of two tenants, whatever the table asks of a row; the application may do all it could want."""
        # What narrows the wall further (an owner's own rows) has tests of its own.
        narrowing = "select policyname from pg_policies where tablename = $1 and permissive = 'RESTRICTIVE'"
        for row in await self.connection.fetch(narrowing, self.table):
            await self.connection.execute(f'drop policy "{row["policyname"]}" on {self.table}')
        await self.connection.execute(f"drop policy if exists {OFFERED} on {self.table}")
        await self.fill()

    async def fill(self) -> None:
        """Rows of two tenants, with no policy touched."""
        await self._loosen()
        await self.connection.execute(f"grant select, insert, update, delete on {self.table} to {self.app}")
        columns = await self.connection.fetch(COLUMNS, self.table)
        self._names = ", ".join(["tenant", *(f'"{column["column_name"]}"' for column in columns)])
        self._values = [self._made_up(column["udt_name"], column["longest"]) for column in columns]
        for tenant in (self.here, self.elsewhere):
            await self._write(tenant)

    async def _loosen(self) -> None:
        for row in await self.connection.fetch(LOOSENED, self.table):
            await self.connection.execute(f'alter table {self.table} drop constraint "{row["conname"]}" cascade')

    def _made_up(self, type: str, longest: int) -> str:
        return "'{}'" if type.startswith("_") else MADE_UP[type].replace("{longest}", str(longest))

    async def _write(self, tenant: Any) -> None:
        values = ", ".join([f"'{tenant}'", *self._values])
        await self.connection.execute(f"insert into {self.table} ({self._names}) values ({values})")

    async def _as_application(self, tenant: Any) -> None:
        await self.connection.execute(f"set local role {self.app}")
        await self.connection.execute("select set_config('app.tenant', $1, true)", str(tenant))

    async def become(self, role: str) -> None:
        """Somebody of this tenant who owns none of the rows."""
        await self.connection.execute(f"set local role {role}")
        for name, value in (("app.tenant", self.here), ("app.subject", uuid4())):
            await self.connection.execute("select set_config($1, $2, true)", name, str(value))

    async def _seen_from(self, tenant: Any, *, of: Any) -> int:
        await self._as_application(tenant)
        try:
            return await self.connection.fetchval(f"select count(*) from {self.table} where tenant = $1", of)
        finally:
            await self.connection.execute("reset role")

    async def _refuses_a_row_of(self, tenant: Any, *, written_from: Any) -> bool:
        trying = self.connection.transaction()
        await trying.start()
        try:
            await self._as_application(written_from)
            await self._write(tenant)
        except asyncpg.InsufficientPrivilegeError:
            return True
        finally:
            await trying.rollback()
        return False


@pytest_asyncio.fixture(params=SERVICES, loop_scope="session")
async def database(request: pytest.FixtureRequest, servers: Servers) -> AsyncIterator[tuple[str, Any]]:
    """The service's database, as a superuser whom no wall stops."""
    await servers.database(request.param)
    connection = await asyncpg.connect(at_database(servers.postgres.admin_url, request.param))
    yield request.param, connection
    await connection.close()


async def tables_of(connection: Any) -> list[str]:
    found = [row["table_name"] for row in await connection.fetch(TABLES)]
    assert found
    return [table for table in found if table not in SHARED]


async def judged(connection: Any, service: str, table: str, mutation: str = "") -> list[str]:
    everything = connection.transaction()
    await everything.start()
    try:
        wall = Wall(connection, service, table)
        await wall.prepare()
        if mutation:
            await connection.execute(mutation.format(table=table))
        return await wall.faults()
    finally:
        await everything.rollback()


@pytest.mark.requirement("ID-11")
async def test_every_table_keeps_its_tenants_apart(database: tuple[str, Any]):
    service, connection = database

    wrong = [fault for table in await tables_of(connection) for fault in await judged(connection, service, table)]

    assert wrong == []


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_a_wall_that_is_taken_away_is_seen(database: tuple[str, Any], mutation: str):
    service, connection = database

    unseen = [
        table
        for table in await tables_of(connection)
        if not await judged(connection, service, table, MUTATIONS[mutation])
    ]

    assert unseen == []


async def test_what_every_tenant_reads_is_what_the_operator_offers_and_nothing_else(database: tuple[str, Any]):
    service, connection = database
    query = """
    select tablename, cmd from pg_policies
    where permissive = 'PERMISSIVE' and qual = 'true' and roles && array['public', $1]::name[]
    """

    found = {tuple(row) for row in await connection.fetch(query, f"{service}_app")}

    assert found == ({("shared_definitions", "SELECT")} if service == "demarches" else set())


async def test_no_policy_was_lost_or_came_unseen(database: tuple[str, Any]):
    service, connection = database

    found = {(row["tablename"], row["policyname"]) for row in await connection.fetch(POLICIES)}

    assert found == OF_EACH | OF_ITS_OWN.get(service, set())


async def test_every_other_policy_is_one_that_something_hangs_on(database: tuple[str, Any]):
    """Dropped, whoever it is for sees more (it narrowed) or less (it widened): none is there for nothing."""
    service, connection = database

    unseen = [
        f"{row['tablename']}: {row['policyname']}"
        for row in await connection.fetch(POLICIES)
        if not await changes_what_is_seen(connection, service, row)
    ]

    assert unseen == []


async def changes_what_is_seen(connection: Any, service: str, policy: Any) -> bool:
    table, role = policy["tablename"], policy["role"]
    everything = connection.transaction()
    await everything.start()
    try:
        wall = Wall(connection, service, table)
        await wall.fill()
        if table == "copied_definitions":
            # What is copied is offered by the one who looks.
            offers = Wall(connection, service, "shared_definitions")
            await offers.fill()
            await connection.execute(
                "update copied_definitions set shared_id = s.shared_id from shared_definitions s where s.tenant = $1",
                offers.here,
            )
            wall.here = offers.here
        await wall.become(f"{service}_app" if role == "public" else role)
        with_it = await connection.fetchval(f"select count(*) from {table}")
        await connection.execute("reset role")
        await connection.execute(f'drop policy "{policy["policyname"]}" on {table}')
        await wall.become(f"{service}_app" if role == "public" else role)
        without = await connection.fetchval(f"select count(*) from {table}")
        return without < with_it if policy["widens"] else without > with_it
    finally:
        await everything.rollback()
