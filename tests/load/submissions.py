"""`python tests/load/submissions.py [--tenants 35000]`: what one submission costs beside one organisation, and beside all.

Two services stand side by side, each on a PostgreSQL of its own: a town alone, and the same town among so many others that
have the same démarches, requests, words and history (copied by SQL). Both submit the same request by turns; the town alone
does so twice in each turn, and the ratio to itself shows how far chance goes. The cost may rise by a tenth at most. A small
run by default (200 organisations, a minute); the promise is judged by `--tenants 35000` on a quiet machine, into its own
section of docs/benchmarks.md. `--keep` writes that section for a small run as well. Statements are counted too: they may not
change.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "services" / "demarches" / "tests")]

from backends import backends, spent_by
from figures import keep_section
from stands import UNCHECKED, steps
from towns import Town, found_town
from turns import Asked, in_turn, ratio

from chassis import logs
from chassis.actor import Actor
from demarches.main import create_app
from kit.servers import Servers
from kit.service import under_test
from kit.trips import trips_of

TITLE = "Submissions beside other organisations"
ALL = 35_000
# Requests of each organisation; and how many are sent from each side in each of the rounds.
EACH, SENT, ROUNDS = 5, 6, 40
MOST_RATIO = 1.1
COPIED = (
    "organisation_settings",
    "departments",
    "themes",
    "demarches",
    "definitions",
    "reference_counters",
    "dossiers",
    "dossier_words",
    "history",
)
COLUMNS = """
select string_agg(quote_ident(column_name), ', ') from information_schema.columns
where table_name = $1 and table_schema = current_schema() and column_name <> 'tenant' and is_generated = 'NEVER'
"""


class Sender:
    """Sends drafts that were filled in beforehand."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.drafts: list[tuple[Actor, str]] = []

    async def fill(self, number: int) -> None:
        citizens = [self.town.citizen() for _ in range(number)]
        self.drafts = [(citizen, await self.town.filled(citizen)) for citizen in citizens]

    async def send(self) -> None:
        citizen, dossier_id = self.drafts.pop()
        answer = await self.town.submits(citizen, dossier_id)
        assert answer.status_code == 201, answer.text

    async def statements(self) -> int:
        await self.fill(1)
        with trips_of(self.town.service.service.database) as trips:
            await self.send()
        return len(trips)

    def spent(self) -> float:
        """Processor time of its PostgreSQL until now, in seconds."""
        return spent_by(backends(self.town.service.servers.postgres.folder))


@asynccontextmanager
async def a_sender(folder: Path, others: int) -> AsyncIterator[Sender]:
    servers = Servers(folder)
    try:
        async with under_test("demarches", create_app, servers) as service:
            town = await found_town(service, uuid4())
            await town.offers()
            for _ in range(EACH):
                await town.submitted(town.citizen())
            await service.settle()
            await copy(town, others)
            yield Sender(town)
    finally:
        servers.close()


async def copy(town: Town, others: int) -> None:
    """Rows that were checked once need not be again: neither keys nor triggers look at the copies."""
    connection = await asyncpg.connect(town.service.servers.postgres.admin_url.rpartition("/")[0] + "/demarches")
    try:
        await connection.execute(UNCHECKED)
        for first, last in steps(1, others, others):
            for table in COPIED:
                names = await connection.fetchval(COLUMNS, table)
                await connection.execute(
                    f"insert into {table} (tenant, {names}) select md5('town ' || n)::uuid, {names} "
                    f"from {table}, generate_series($1::int, $2::int) n where tenant = $3",
                    first,
                    last,
                    town.tenant,
                )
            print(f"{last:,} organisations", flush=True)
        await connection.execute("analyze")
    finally:
        await connection.close()


async def by_turns(alone: Sender, among: Sender, rounds: int) -> tuple[list[Asked], tuple[float, float]]:
    """What each took; and the processor time of each PostgreSQL for one submission, in milliseconds."""
    sides = [alone.send, among.send, alone.send]
    told = [Asked() for _ in sides]
    spent = [0.0, 0.0]
    for turn in range(rounds + 1):
        await alone.fill(2 * SENT)
        await among.fill(SENT)
        before = alone.spent(), among.spent()
        round_of = await in_turn(sides, rounds=1, calls=SENT)
        if not turn:
            # The first warms both.
            continue
        spent = [total + sender.spent() - was for total, sender, was in zip(spent, (alone, among), before, strict=True)]
        for asked, one in zip(told, round_of, strict=True):
            asked.rounds.extend(one.rounds)
            asked.calls.extend(one.calls)
    each = rounds * SENT / 1000
    return told, (spent[0] / (2 * each), spent[1] / each)


async def run(tenants: int, rounds: int, *, keep: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="parvis-load-") as name:
        async with AsyncExitStack() as stack:
            alone = await stack.enter_async_context(a_sender(Path(name) / "one", 0))
            begun = time.perf_counter()
            among = await stack.enter_async_context(a_sender(Path(name) / "many", tenants - 1))
            loaded = time.perf_counter() - begun
            told, spent = await by_turns(alone, among, rounds)
            statements = await alone.statements(), await among.statements()
    text = as_text(tenants, loaded, told, spent, statements)
    print(text)
    if keep or tenants >= ALL:
        keep_section(TITLE, text)


def as_text(
    tenants: int, loaded: float, told: list[Asked], spent: tuple[float, float], statements: tuple[int, int]
) -> str:
    one, many, again = told
    beside = ratio(one, many)
    verdict = "kept" if beside.middle <= MOST_RATIO and statements[0] == statements[1] else "**missed**"
    return "\n".join(
        [
            f"Written by `python tests/load/submissions.py --tenants {tenants}`.",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {tenants:,} organisations with {EACH} requests each, copied in {loaded:.0f} s, beside a",
            f"town alone on a PostgreSQL of its own; both submit by turns, {len(one.rounds)} rounds of {SENT} each. A ratio is the median of the",
            "rounds', with the half of them that lie around it.",
            "",
            "| organisations | median | of PostgreSQL, processor time | statements |",
            "|---|---|---|---|",
            f"| 1 | {one.milliseconds:.1f} ms | {spent[0]:.2f} ms | {statements[0]} |",
            f"| {tenants:,} | {many.milliseconds:.1f} ms | {spent[1]:.2f} ms | {statements[1]} |",
            "",
            f"Ratio {beside}, at most {MOST_RATIO}: {verdict}. The town alone beside itself: {ratio(one, again)}.",
        ]
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tenants", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--keep", action="store_true")
    chosen = asked.parse_args()
    logs.start("submissions", "warning")
    asyncio.run(run(chosen.tenants, chosen.rounds, keep=chosen.keep))


if __name__ == "__main__":
    main()
