"""`python tests/load/dossiers.py --dossiers 1000000 --tenants 1000`: what agents' pages cost over that many dossiers.

Rows are written by SQL, tenant after tenant, in the shape that submissions leave; then the real service is asked, one
agent at a time, for its queue, a filtered one, a search and a dossier, and takes a message. Apart from `make bench`: it
writes for minutes, into its own section of docs/benchmarks.md. The number of statements must not grow with the number of
rows (tests say so).
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "services" / "demarches" / "tests")]

from desks import ALL, HEADERS
from figures import keep_section
from towns import Town, found_town

from demarches.main import create_app
from kit.actors import a_member
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from kit.trips import trips_of

SPACE = UUID("5f0c5a3e-0d3c-4d0e-9a53-7b1f5f9f7a10")
# One in twenty has a message that nobody read; six in ten are over. Words are the reference's, a name's and an answer's.
FILL = """
with numbered as (
    select n, gen_random_uuid() as id, cast(:t as uuid) as tenant, now() - n * interval '1 minute' as at
    from generate_series(1, :n) n
), written as (
    insert into dossiers (tenant, id, demarche_id, definition, status, applicant, has_account, reference, contact_name,
        answers, tracking_key, created_at, changed_at, submitted_at, department_id, due_on, examiner, outcome, reasons,
        decided_at, decided_by)
    select tenant, id, :d, 1, (array['submitted','under_examination','accepted','accepted','refused','accepted',
        'submitted','accepted','under_examination','accepted'])[1 + n % 10], gen_random_uuid(), true,
        'LOD-2026-' || lpad(n::text, 7, '0'), 'Personne ' || n, '{"wish": "un bac"}', 'k', at, at, at, :p,
        (at + interval '2 months')::date, case when n % 3 = 0 then cast(:a as uuid) end,
        case when n % 10 in (2, 3, 5, 7, 9) then 'accepted' when n % 10 = 4 then 'refused' end,
        case when n % 10 in (2, 3, 4, 5, 7, 9) then '' end, case when n % 10 in (2, 3, 4, 5, 7, 9) then at end,
        case when n % 10 in (2, 3, 4, 5, 7, 9) then cast(:a as uuid) end
    from numbered returning 1
), worded as (
    insert into dossier_words (tenant, word, dossier_id)
    select tenant, w, id from numbered, unnest(array['lod', '2026', lpad(n::text, 7, '0'), 'personne', n::text, 'bac']) w
    on conflict do nothing returning 1
), said as (
    insert into messages (tenant, id, dossier_id, side, author, body, posted_at)
    select tenant, gen_random_uuid(), id, 'applicant', id, 'Bonjour', at from numbered where n % 20 = 0 returning 1
)
select (select count(*) from written) + (select count(*) from worded) + (select count(*) from said)
"""
ROUNDS = 60
# Milliseconds that 95 of 100 may take at most.
MOST = 300
TITLE = "Many dossiers"


async def fill(service: ServiceUnderTest, tenants: int, each: int) -> list[tuple[Town, Any]]:
    """The first ten towns are asked later; the others are there to be in the way."""
    asked: list[tuple[Town, Any]] = []
    for number in range(tenants):
        tenant = uuid5(SPACE, f"load/{number}")
        agent = a_member(tenant, *ALL)
        town = await found_town(service, tenant)
        demarche = await town.offers()
        values = {"t": tenant, "n": each, "d": demarche, "p": town.department_id, "a": agent.subject}
        await service.rows(FILL, **values)
        if number < 10:
            asked.append((town, agent))
        if number % 50 == 49:
            print(f"{(number + 1) * each:,} dossiers", flush=True)
    return asked


async def measured(service: ServiceUnderTest, what: str, ask: Callable[[int], Awaitable[Any]]) -> str:
    _ = await ask(0)
    with trips_of(service.service.database) as counted:
        answer = await ask(1)
    assert answer.status_code < 400, f"{what}: {answer.status_code} {answer.text[:300]}"
    times: list[float] = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        _ = await ask(number)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    verdict = "kept" if p95 < MOST else "**missed**"
    return f"| {what} | {statistics.median(times):.1f} ms | {p95:.1f} ms | {len(counted)} | < {MOST} ms, {verdict} |"


async def run(dossiers: int, tenants: int) -> None:
    with tempfile.TemporaryDirectory(prefix="parvis-load-") as folder:
        servers = Servers(Path(folder))
        async with under_test("demarches", create_app, servers) as service:
            begun = time.perf_counter()
            asked = await fill(service, tenants, dossiers // tenants)
            loaded = time.perf_counter() - begun
            lines = await figures(service, asked)
        servers.close()
    text = "\n".join(
        [
            f"Written by `python tests/load/dossiers.py --dossiers {dossiers} --tenants {tenants}`.",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {dossiers:,} dossiers over {tenants:,} tenants, loaded in {loaded:.0f} s.",
            f"One agent at a time, {ROUNDS} calls of each, of ten towns in turn. Beginnings and ends of transactions are",
            "among the statements.",
            "",
            "| what | median | p95 | statements | gate |",
            "|---|---|---|---|---|",
            *lines,
        ]
    )
    keep_section(TITLE, text)
    print(text)


async def figures(service: ServiceUnderTest, asked: list[tuple[Town, Any]]) -> list[str]:
    ids = {
        town.tenant: (await service.rows("select id from dossiers where tenant = :t limit 50", t=town.tenant))
        for town, _ in asked
    }

    def page(path: str) -> Callable[[int], Awaitable[Any]]:
        async def ask(number: int) -> Any:
            _, agent = asked[number % len(asked)]
            return await service.call(agent, "GET", f"/console{path}", headers=HEADERS)

        return ask

    async def dossier(number: int) -> Any:
        town, agent = asked[number % len(asked)]
        dossier_id = ids[town.tenant][number % 50]["id"]
        return await service.call(agent, "GET", f"/console/dossiers/{dossier_id}", headers=HEADERS)

    async def answer(number: int) -> Any:
        town, agent = asked[number % len(asked)]
        path = f"/v1/dossiers/{ids[town.tenant][number % 50]['id']}/messages"
        return await service.call(agent, "POST", path, json={"body": "Bonjour"})

    return [
        await measured(service, "queue, not assigned", page("/")),
        await measured(service, "queue, all", page("/?vue=all")),
        await measured(service, "queue, late, by legal date", page("/?vue=late")),
        await measured(service, "search « personne 12 »", page("/?vue=all&q=personne+12")),
        await measured(service, "search by number", page("/?vue=all&q=LOD-2026-0000123")),
        await measured(service, "who has what", page("/organisation")),
        await measured(service, "statistics", page("/statistics")),
        await measured(service, "open a dossier", dossier),
        await measured(service, "post an answer", answer),
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dossiers", type=int, default=1_000_000)
    asked.add_argument("--tenants", type=int, default=1_000)
    chosen = asked.parse_args()
    asyncio.run(run(chosen.dossiers, chosen.tenants))


if __name__ == "__main__":
    main()
