"""`python tests/load/submissions.py [--tenants 35000]`: what one submission costs beside one organisation, and beside all.

The same town submits the same request alone, and again once so many others have the same démarches, requests, words and
history (copied by SQL): the cost may rise by a tenth at most. A small run by default (200 organisations, a minute); the
promise is judged by `--tenants 35000` on a quiet machine, which copies for about half an hour, into its own section of
docs/benchmarks.md. `--keep` writes that section for a small run as well. Statements are counted too: they may not change.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "services" / "demarches" / "tests")]

from figures import keep_section
from towns import Town, found_town

from demarches.main import create_app
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from kit.trips import trips_of

TITLE = "Submissions beside other organisations"
ALL = 35_000
# Requests of each organisation; and how many are sent in each of the rounds whose best is kept.
EACH, SENT, ROUNDS = 20, 40, 3
MOST_RATIO = 1.1
AT_ONCE = 500
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


class Cost(NamedTuple):
    milliseconds: float
    cpu: float
    statements: int


async def cost(town: Town) -> Cost:
    """Of the best of the rounds: what else the machine did is in the others."""
    medians: list[float] = []
    cpus: list[float] = []
    for _ in range(ROUNDS):
        drafts = [(citizen, await town.filled(citizen)) for citizen in (town.citizen() for _ in range(SENT))]
        times: list[float] = []
        worked = time.process_time()
        for citizen, dossier_id in drafts:
            begun = time.perf_counter()
            answer = await town.submits(citizen, dossier_id)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 201, answer.text
        cpus.append((time.process_time() - worked) * 1000 / SENT)
        medians.append(statistics.median(times))
    citizen = town.citizen()
    last = await town.filled(citizen)
    with trips_of(town.service.service.database) as trips:
        await town.submits(citizen, last)
    return Cost(min(medians), min(cpus), len(trips))


async def copy_to(service: ServiceUnderTest, town: Town, tenants: list[UUID]) -> None:
    for table in COPIED:
        columns = [
            row["column_name"]
            for row in await service.rows(
                "select column_name from information_schema.columns where table_name = :table "
                "and table_schema = current_schema() and column_name <> 'tenant' and is_generated = 'NEVER'",
                table=table,
            )
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        await service.rows(
            f"with copied as (insert into {table} (tenant, {names}) select other, {names} from {table}, "
            "unnest(cast(:tenants as uuid[])) as other where tenant = :town returning 1) select count(*) from copied",
            tenants=tenants,
            town=town.tenant,
        )


async def run(tenants: int, *, keep: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="parvis-load-") as folder:
        servers = Servers(Path(folder))
        async with under_test("demarches", create_app, servers) as service:
            town = await found_town(service, uuid4())
            await town.offers()
            for _ in range(EACH):
                await town.submitted(town.citizen())
            # What is copied is as it stood before anything was measured.
            twin = Town(service, uuid4(), town.department_id, town.theme_id)
            await copy_to(service, town, [twin.tenant])
            alone = await cost(town)
            begun = time.perf_counter()
            others = [uuid4() for _ in range(tenants - 2)]
            for first in range(0, len(others), AT_ONCE):
                await copy_to(service, twin, others[first : first + AT_ONCE])
                print(f"{min(first + AT_ONCE, len(others)):,} organisations", flush=True)
            loaded = time.perf_counter() - begun
            beside = await cost(town)
        servers.close()
    text = told(tenants, loaded, alone, beside)
    print(text)
    if keep or tenants >= ALL:
        keep_section(TITLE, text)


def told(tenants: int, loaded: float, alone: Cost, beside: Cost) -> str:
    ratio = beside.milliseconds / alone.milliseconds
    verdict = "kept" if ratio <= MOST_RATIO and alone.statements == beside.statements else "**missed**"
    return "\n".join(
        [
            f"Written by `python tests/load/submissions.py --tenants {tenants}`.",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {tenants:,} organisations with {EACH} requests each, copied in",
            f"{loaded:.0f} s. One after the other, the best of {ROUNDS} medians of {SENT}.",
            "",
            "| organisations | median | CPU of the service | statements |",
            "|---|---|---|---|",
            f"| 1 | {alone.milliseconds:.1f} ms | {alone.cpu:.1f} ms | {alone.statements} |",
            f"| {tenants:,} | {beside.milliseconds:.1f} ms | {beside.cpu:.1f} ms | {beside.statements} |",
            "",
            f"Ratio {ratio:.2f}, at most {MOST_RATIO}: {verdict}.",
        ]
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tenants", type=int, default=200)
    asked.add_argument("--keep", action="store_true")
    chosen = asked.parse_args()
    asyncio.run(run(chosen.tenants, keep=chosen.keep))


if __name__ == "__main__":
    main()
