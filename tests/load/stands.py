"""A town among as many others as one says: its identity and its démarches, on a PostgreSQL of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from backends import backends, spent_by

from chassis.actor import Actor, Kind
from contracts.demo import PASSWORD
from demarches.commands.catalogue.fill_catalogue import FillCatalogue, fill_catalogue
from kit.actors import a_visitor
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test

MEMBERS = 10
# Organisations in one statement.
AT_ONCE = 2_500

ORGANISATIONS = """
with org as (
  insert into organisations (id, version, slug, name, search, kind, status, guichet)
  select gen_random_uuid(), 1, 'commune-' || n, 'Commune ' || n, 'commune ' || n, 'Mairie', 'active',
         jsonb_build_object('name', 'Commune ' || n)
  from generate_series(cast(:first as int), cast(:last as int)) n
  returning id
), member as (
  insert into accounts (tenant, id, version, kind, identifier, email, given_name, family_name, status, password_hash,
                        created_at, activated_at, last_sign_in_at, set_up_at)
  select org.id, gen_random_uuid(), 1, 'member', 'membre.' || m, 'membre' || m || '@commune.example', 'Membre',
         'Numéro ' || m, 'active', :hash, now(), now(), now(), now()
  from org cross join generate_series(1, cast(:members as int)) m
  returning tenant, id
), granted as (
  insert into permission_grants (tenant, account_id, permission, granted_at, granted_by)
  select tenant, id, 'identity.members.manage', now(), 'scale' from member
  returning 1
)
select (select count(*) from org) as organisations, (select count(*) from member) as members
"""

# What the town was given when it was founded, for others; no forms, which no catalogue reads.
CATALOGUES = """
with other as (
  select md5('town ' || n)::uuid as tenant from generate_series($1::int, $2::int) n
), theme as (
  insert into themes (tenant, id, version, slug, name, icon, position)
  select other.tenant, md5(other.tenant::text || t.id)::uuid, t.version, t.slug, t.name, t.icon, t.position
  from other cross join themes t where t.tenant = $3
  returning 1
), offered as (
  insert into demarches (tenant, id, version, slug, theme_id, position, pinned, external_url, kind, body, current, title,
                         summary, needs_account, duration_minutes, opens_at, closes_at, search, words)
  select other.tenant, md5(other.tenant::text || d.id)::uuid, d.version, d.slug, md5(other.tenant::text || d.theme_id)::uuid,
         d.position, d.pinned, d.external_url, d.kind, d.body, d.current, d.title, d.summary, d.needs_account,
         d.duration_minutes, d.opens_at, d.closes_at, d.search, d.words
  from other cross join demarches d where d.tenant = $3
  returning 1
)
select (select count(*) from theme) as themes, (select count(*) from offered) as demarches
"""
# The rows are copies of rows that were checked; indexes are made once, at the end.
UNCHECKED = "set session_replication_role = replica"
INDEXES = """
select indexname as name, indexdef as made from pg_indexes
where tablename = 'demarches' and indexdef like '%USING gin%'
"""


class Town:
    """The one that is asked for."""

    def __init__(self, identity: ServiceUnderTest, demarches: ServiceUnderTest, slug: str) -> None:
        self.identity, self.demarches, self.slug = identity, demarches, slug
        self.tenant, self.account, self.secret = uuid4(), uuid4(), ""

    @property
    def member(self) -> Actor:
        held = frozenset({"identity.members.manage"})
        known = {"tenant": self.tenant, "organisation": self.tenant, "subject": self.account, "session": uuid4()}
        return Actor(kind=Kind.MEMBER, permissions=held, **known)

    @property
    def visitor(self) -> Actor:
        return a_visitor(self.tenant)

    async def signs_in(self) -> None:
        body = {"slug": self.slug, "identifier": "membre.1", "password": PASSWORD}
        answer = await self.identity.call_as_gateway("POST", "/internal/sign-in", json=body)
        self.secret = answer.raise_for_status().json()["secret"]

    async def is_checked(self) -> None:
        body = {"secret": self.secret, "slug": self.slug}
        (await self.identity.call_as_gateway("POST", "/internal/exchange", json=body)).raise_for_status()

    async def is_found(self) -> None:
        (await self.identity.call_as_gateway("GET", f"/internal/organisations/{self.slug}")).raise_for_status()

    async def lists_members(self) -> None:
        answer = await self.identity.call(self.member, "GET", "/v1/members")
        assert len(answer.raise_for_status().json()) == MEMBERS

    async def shows_its_catalogue(self) -> None:
        answer = await self.demarches.call(self.visitor, "GET", "/v1/catalogue")
        assert answer.raise_for_status().json()["themes"]

    async def searches_its_catalogue(self) -> None:
        answer = await self.demarches.call(self.visitor, "GET", "/v1/search", params={"q": "poubele"})
        answer.raise_for_status()

    def database_seconds(self) -> float:
        """Processor time of its PostgreSQL until now."""
        return spent_by(backends(self.identity.servers.postgres.folder))


@asynccontextmanager
async def a_town(folder: Path, *, at: int, others: int, password_hash: str) -> AsyncIterator[Town]:
    """`commune-<at>` of a suite that has so many others, all with the same members and the same catalogue."""
    from demarches.main import create_app as create_demarches
    from identity.main import create_app as create_identity

    servers = Servers(folder)
    try:
        async with (
            under_test("identity", create_identity, servers) as identity,
            under_test("demarches", create_demarches, servers) as demarches,
        ):
            town = Town(identity, demarches, f"commune-{at}")
            await found(town, at, others, password_hash)
            yield town
    finally:
        servers.close()


async def found(town: Town, at: int, others: int, password_hash: str) -> None:
    identity, demarches = town.identity, town.demarches
    asked = {"members": MEMBERS, "hash": password_hash}
    for first, last in [*steps(1, at - 1, others), (at, at), *steps(at + 1, others + 1, others)]:
        await identity.rows(ORGANISATIONS, first=first, last=last, **asked)
    [row] = await identity.rows("select id from organisations where slug = :slug", slug=town.slug)
    town.tenant = row["id"]
    [row] = await identity.rows("select id from accounts where tenant = :t and identifier = 'membre.1'", t=town.tenant)
    town.account = row["id"]
    command = FillCatalogue(organisation_id=town.tenant, slug=town.slug)
    await demarches.run(fill_catalogue, command, actor=Actor.of_service("demarches", town.tenant))
    if others:
        await copy_catalogue(demarches, town.tenant, others)
    await identity.settle()
    await demarches.settle()


def steps(first: int, last: int, others: int) -> list[tuple[int, int]]:
    if not others:
        return []
    return [(begin, min(begin + AT_ONCE - 1, last)) for begin in range(first, last + 1, AT_ONCE)]


async def copy_catalogue(demarches: ServiceUnderTest, town: UUID, others: int) -> None:
    server = demarches.servers.postgres.admin_url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/demarches")
    try:
        await connection.execute(UNCHECKED)
        indexes = await connection.fetch(INDEXES)
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        for first, last in steps(1, others, others):
            await connection.execute(CATALOGUES, first, last, town)
        for index in indexes:
            await connection.execute(index["made"])
    finally:
        await connection.close()
