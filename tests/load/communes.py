"""France's communes, looked up as one types: `python tests/load/communes.py`, into its own section of docs/benchmarks.md."""

import asyncio
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from backends import backends, spent_by
from figures import keep_section, now, percentile

from chassis import logs
from contracts.demo import OPERATOR
from identity.main import create_app
from identity.storage.places import keep_places
from kit.actors import a_visitor
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test

TITLE = "Communes by name or code"
MOST_MS, OF_EACH, TIMES = 50, 200, 5

SOME = "select code, name, postal_codes[1] as postal from places where kind = 'commune' order by md5(code) limit :some"


async def looked_up(identity: ServiceUnderTest) -> list[str]:
    rows = await identity.rows(SOME, some=OF_EACH)
    [count] = await identity.rows("select count(*) as n from places where kind = 'commune'")
    typed = {
        "the beginning of its name": [re.sub(r"\W+$", "", row["name"][:6]) for row in rows],
        "its whole name": [row["name"] for row in rows],
        "its postal code": [row["postal"] for row in rows],
        "its INSEE code": [row["code"] for row in rows],
    }
    servers = backends(identity.servers.postgres.folder)
    lines: list[str] = []
    for what, words in typed.items():
        tries = [await _answered(identity, word, servers) for word in words]
        clock = [min(took for took, _ in one) for one in tries]
        work = [spent for one in tries for _, spent in one]
        lines.append(
            f"| one of {count['n']:,} communes by {what} | {_told(work)} | {_told(clock)} | {max(clock):.1f} ms | "
            f"p95 < {MOST_MS} ms, {_verdict(work, clock)} |"
        )
    return lines


def _told(values: list[float]) -> str:
    return f"{percentile(values, 50):.1f}, {percentile(values, 95):.1f} ms"


def _verdict(work: list[float], clock: list[float]) -> str:
    if percentile(clock, 95) < MOST_MS:
        return "kept"
    return "kept by the work alone" if percentile(work, 95) < MOST_MS else "**missed**"


async def _answered(identity: ServiceUnderTest, word: str, servers: list[Path]) -> list[tuple[float, float]]:
    """By the clock, and of processor time in the service and its database, of each time: milliseconds."""
    took: list[tuple[float, float]] = []
    for _ in range(TIMES):
        begun, worked = time.perf_counter(), time.process_time() + spent_by(servers)
        answer = await identity.call(a_visitor(OPERATOR.id), "GET", "/v1/places", params={"q": word})
        ended = time.perf_counter()
        took.append(((ended - begun) * 1000, (time.process_time() + spent_by(servers) - worked) * 1000))
        assert answer.raise_for_status().json(), word
    return took


async def measure(folder: Path) -> list[str]:
    logs.start("communes", "warning")
    servers = Servers(folder)
    try:
        async with under_test("identity", create_app, servers) as identity:
            await keep_places(identity.service.database)
            await identity.settle()
            return await looked_up(identity)
    finally:
        await asyncio.to_thread(servers.close)


def write() -> str:
    with tempfile.TemporaryDirectory(prefix="parvis-communes-") as folder:
        lines = asyncio.run(measure(Path(folder)))
    told = [
        f"Written by `python tests/load/communes.py`, run of {now()}: through identity's API, {OF_EACH} communes of each kind, each asked {TIMES} times in a row. What else the",
        "machine does is not the directory's: the work is the processor time of the service and of its PostgreSQL, and by the clock the shortest of the five counts. Load of",
        f"the machine meanwhile: {os.getloadavg()[0]:.0f}, on {os.cpu_count()} cores.",
        "",
        "| what is typed | work: median, p95 | by the clock: median, p95 | longest | gate |",
        "|---|---|---|---|---|",
        *lines,
    ]
    section = "\n".join(told)
    keep_section(TITLE, section)
    return section


if __name__ == "__main__":
    sys.stdout.write(f"{write()}\n")
