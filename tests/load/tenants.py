"""Many organisations: `python tests/load/tenants.py [35000]`, into its own section of docs/benchmarks.md; `make bench` does it too.

What a town waits for must not depend on how many others there are. Two suites stand side by side, one with a single
organisation and one with all of them, and are asked the same by turns, call by call; the first is asked a second time in each
turn, as if it were a third: that ratio shows how far chance goes. Then the schema goes back some steps and
forward again at that size.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from figures import keep_section, now
from sqlalchemy.engine import make_url
from stands import MEMBERS, Town, a_town
from turns import Act, in_turn, ratio

from chassis import logs, migrate
from contracts.demo import PASSWORD
from identity.storage.hashing import Hasher
from kit.service import ServiceUnderTest

TITLE = "Many organisations"
EVERY = 35_000
MOST_RATIO, MOST_MIGRATION_SECONDS = 1.2, 60
ROUNDS = 40
# What the newest migrations have to go over at this size.
BACK_TO = "0009"

# What is asked, and how often in a round.
QUESTIONS: dict[str, tuple[Callable[[Town], Act], int]] = {
    "sign in (Argon2id included)": (lambda town: town.signs_in, 4),
    "check a session and its permissions": (lambda town: town.is_checked, 10),
    "find the organisation behind a host": (lambda town: town.is_found, 10),
    "list the ten members": (lambda town: town.lists_members, 10),
    "the catalogue of démarches": (lambda town: town.shows_its_catalogue, 10),
    "look for a démarche in it": (lambda town: town.searches_its_catalogue, 10),
}


async def compared(alone: Town, among: Town, *, rounds: int) -> list[str]:
    await alone.signs_in()
    await among.signs_in()
    lines: list[str] = []
    for what, (of, calls) in QUESTIONS.items():
        acts = [of(alone), of(among), of(alone)]
        await in_turn(acts, rounds=2, calls=calls)
        before = alone.database_seconds(), among.database_seconds()
        one, many, again = await in_turn(acts, rounds=rounds, calls=calls)
        spent = alone.database_seconds() - before[0], among.database_seconds() - before[1]
        # The first was asked twice.
        each = spent[0] / (2 * rounds * calls) * 1000, spent[1] / (rounds * calls) * 1000
        beside = ratio(one, many)
        verdict = "kept" if beside.middle <= MOST_RATIO else "**missed**"
        lines.append(
            f"| {what} | {one.milliseconds:.1f} ms | {many.milliseconds:.1f} ms | {beside} | {ratio(one, again)} | "
            f"{each[0]:.2f}, {each[1]:.2f} ms | ≤ {MOST_RATIO}, {verdict} |"
        )
    return lines


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


async def measure(number: int, folder: Path, *, rounds: int) -> str:
    logs.start("tenants", "warning")
    hasher = Hasher()
    try:
        password_hash = await hasher.hash(PASSWORD)
    finally:
        hasher.close()
    at = number // 2 + 1
    async with AsyncExitStack() as stack:
        one = a_town(folder / "one", at=at, others=0, password_hash=password_hash)
        alone = await stack.enter_async_context(one)
        begun = time.perf_counter()
        many = a_town(folder / "many", at=at, others=number - 1, password_hash=password_hash)
        among = await stack.enter_async_context(many)
        loaded = time.perf_counter() - begun
        [sizes] = await among.demarches.rows("select count(*) as n from demarches")
        ratios = await compared(alone, among, rounds=rounds)
        seconds = await migrated(among.identity)
    kept = "kept" if seconds < MOST_MIGRATION_SECONDS else "**missed**"
    told = [
        f"Written by `python tests/load/tenants.py {number}`, run of {now()}: two suites side by side, asked by turns, {rounds} rounds; {MEMBERS} members and the same",
        f"démarches each ({sizes['n']:,} in all), loaded in {loaded:.0f} s. A ratio is the median of the rounds', with the half of them that lie around it. Beside it, the ratio of the",
        "single organisation to itself, asked a second time in the same rounds: what chance does. Last, the processor time of each PostgreSQL for one call.",
        "",
        f"| what (median) | 1 organisation | {number:,} | ratio | 1 beside itself | of PostgreSQL | gate |",
        "|---|---|---|---|---|---|---|",
        *ratios,
        "",
        f"The newest migrations of identity, forward at that size: {seconds:.1f} s (< {MOST_MIGRATION_SECONDS} s, {kept}).",
    ]
    return "\n".join(told)


def write(number: int, *, rounds: int = ROUNDS) -> str:
    with tempfile.TemporaryDirectory(prefix="parvis-tenants-") as folder:
        section = asyncio.run(measure(number, Path(folder), rounds=rounds))
    keep_section(TITLE, section)
    return section


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EVERY
    sys.stdout.write(f"{write(number, rounds=int(os.environ.get('PARVIS_ROUNDS', ROUNDS)))}\n")


if __name__ == "__main__":
    main()
