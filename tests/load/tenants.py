"""Many organisations: `python tests/load/tenants.py [35000]`, into its own section of docs/benchmarks.md.

The same questions are asked of identity with one organisation and with all of them, each with ten members: what a town
waits for must not depend on how many others there are. Then the schema goes back some steps and forward again at that size.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from figures import keep_section
from sqlalchemy.engine import make_url

from chassis import migrate
from chassis.actor import Actor, Kind
from contracts.demo import PASSWORD
from identity.main import create_app
from identity.storage.hashing import Hasher
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test

TITLE = "Many organisations"
MEMBERS = 10
MOST_RATIO, MOST_SECONDS = 1.2, 60
# What the newest migrations have to go over at this size.
BACK_TO = "0009"

FILL = """
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


class Town:
    """The one that is asked for, whatever the number of others."""

    def __init__(self, identity: ServiceUnderTest, tenant: UUID, account: UUID) -> None:
        self.identity, self.tenant, self.account = identity, tenant, account
        self.secret = ""

    @property
    def actor(self) -> Actor:
        held = frozenset({"identity.members.manage"})
        return Actor(
            tenant=self.tenant,
            kind=Kind.MEMBER,
            subject=self.account,
            organisation=self.tenant,
            permissions=held,
            session=uuid4(),
        )

    async def signs_in(self) -> None:
        body = {"slug": "commune-1", "identifier": "membre.1", "password": PASSWORD}
        answer = await self.identity.call_as_gateway("POST", "/internal/sign-in", json=body)
        self.secret = answer.raise_for_status().json()["secret"]

    async def is_checked(self) -> None:
        body = {"secret": self.secret, "slug": "commune-1"}
        (await self.identity.call_as_gateway("POST", "/internal/exchange", json=body)).raise_for_status()

    async def is_found(self) -> None:
        (await self.identity.call_as_gateway("GET", "/internal/organisations/commune-1")).raise_for_status()

    async def lists_members(self) -> None:
        (await self.identity.call(self.actor, "GET", "/v1/members")).raise_for_status()


async def fill(identity: ServiceUnderTest, first: int, last: int, password_hash: str) -> None:
    for begin in range(first, last + 1, 5_000):
        end = min(begin + 4_999, last)
        await identity.rows(FILL, first=begin, last=end, members=MEMBERS, hash=password_hash)


async def timed(act: Callable[[], Awaitable[None]], times: int) -> float:
    """Milliseconds, the median: a busy machine stretches the tails of both runs alike."""
    took: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        await act()
        took.append(time.perf_counter() - begun)
    return median(took) * 1000


async def asked(town: Town) -> dict[str, float]:
    await town.signs_in()
    for warm in (town.is_checked, town.is_found, town.lists_members):
        await timed(warm, 20)
    return {
        "sign in (Argon2id included)": await timed(town.signs_in, 30),
        "check a session and its permissions": await timed(town.is_checked, 300),
        "find the organisation behind a host": await timed(town.is_found, 300),
        "list the ten members": await timed(town.lists_members, 300),
    }


async def migrated(identity: ServiceUnderTest) -> float:
    """Seconds to go forward, after having gone back as far as `BACK_TO`."""
    servers, settings = identity.servers, identity.service.settings
    database = make_url(settings.database_url).database
    password = servers.keyring.passwords("database")["identity_owner"]
    owner = make_url(servers.postgres.url("identity", "identity_owner", password))
    url = owner.set(drivername="postgresql+asyncpg", database=database).render_as_string(hide_password=False)
    await asyncio.to_thread(migrate.downgrade, "identity", url, to=BACK_TO)
    begun = time.perf_counter()
    await asyncio.to_thread(migrate.upgrade, "identity", url)
    return time.perf_counter() - begun


async def measure(number: int, folder: Path) -> list[str]:
    servers = Servers(folder)
    hasher = Hasher()
    try:
        async with under_test("identity", create_app, servers) as identity:
            password_hash = await hasher.hash(PASSWORD)
            await fill(identity, 1, 1, password_hash)
            [row] = await identity.rows("select tenant, id from accounts where identifier = 'membre.1'")
            town = Town(identity, row["tenant"], row["id"])
            alone = await asked(town)
            begun = time.perf_counter()
            await fill(identity, 2, number, password_hash)
            loaded = time.perf_counter() - begun
            await identity.rows("select 1 from accounts limit 1")
            among = await asked(town)
            lines = [line(what, alone[what], among[what]) for what in alone]
            seconds = await migrated(identity)
    finally:
        hasher.close()
        await asyncio.to_thread(servers.close)
    kept = "kept" if seconds < MOST_SECONDS else "**missed**"
    lines.append(f"| the newest migrations, forward | | {seconds:.1f} s | | < {MOST_SECONDS} s, {kept} |")
    lines.append(f"| loading them | | {loaded:.0f} s | | |")
    return lines


def line(what: str, alone: float, among: float) -> str:
    ratio = among / alone
    verdict = "kept" if ratio <= MOST_RATIO else "**missed**"
    return f"| {what} | {alone:.1f} ms | {among:.1f} ms | {ratio:.2f} | ≤ {MOST_RATIO}, {verdict} |"


def written(number: int, lines: list[str]) -> str:
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    head = f"| what (median) | 1 organisation | {number:,} organisations | ratio | gate |"
    told = f"Written by `python tests/load/tenants.py {number}`, run of {when}: identity, {MEMBERS} members each."
    return "\n".join([told, "", head, "|---|---|---|---|---|", *lines])


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 35_000
    with tempfile.TemporaryDirectory(prefix="parvis-tenants-") as folder:
        lines = asyncio.run(measure(number, Path(folder)))
    section = written(number, lines)
    keep_section(TITLE, section)
    print(section)


if __name__ == "__main__":
    main()
