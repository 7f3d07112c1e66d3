"""`make soak`: the same work for a long time, and nothing that grows with it but what is kept on purpose.

PARVIS_SOAK_SECONDS says how long (600 without). Into docs/soak.md; ends with 1 when something grows.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import asyncpg
import httpx
import psutil

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "chaos")]

from applicants import Record, Visit

from kit.growth import Growth, grows, growth_of
from kit.suite import RunningSuite, running_suite
from suite.topology import SERVICES

PAGE = HERE.parents[2] / "docs" / "soak.md"
SECONDS = float(os.environ.get("PARVIS_SOAK_SECONDS", "600"))
# Steady, and far below what the machine could: one dossier a second at most, from so many people.
PEOPLE, PAUSE = 3, 2.0
EVERY = 5.0
MIB = 1 << 20
# Kept on purpose, so they grow with the work: told, not judged.
KEPT = {"stream": "bytes of the streams", "database": "bytes of the databases"}


class Limit(NamedTuple):
    """What a measure may gain over the run: this share of itself, or so much that it is noise."""

    words: str
    share: float
    least: float
    unit: str = ""
    scale: float = 1.0


LIMITS = {
    "memory": Limit("memory (PSS)", 0.1, 8 * MIB, "MiB", MIB),
    "descriptors": Limit("descriptors", 0.1, 8),
    "connections": Limit("connections to its database", 0.25, 4),
    "outbox": Limit("events not yet published", 0.25, 20),
    "pending": Limit("events not yet taken", 0.25, 20),
    "wal": Limit("write-ahead log", 0.25, 64 * MIB, "MiB", MIB),
}


class Sampler:
    """`taken`: (kind, whose) → (moment, value)."""

    def __init__(self, suite: RunningSuite) -> None:
        self._suite = suite
        self.taken: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)

    async def keep_looking(self, until: asyncio.Event) -> None:
        while not until.is_set():
            await self.look()
            try:
                await asyncio.wait_for(until.wait(), EVERY)
            except TimeoutError:
                continue

    async def look(self) -> None:
        now = time.monotonic()
        found = await asyncio.to_thread(_of_processes, self._suite.processes())
        found |= await self._of_databases()
        found |= await self._of_the_bus()
        for name, value in found.items():
            self.taken[name].append((now, value))

    async def _of_databases(self) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for service in SERVICES:
            connection = await asyncpg.connect(self._suite.admin_url(service))
            try:
                found["outbox", service] = await connection.fetchval(
                    "select count(*) from outbox where published_at is null"
                )
                found["connections", service] = await connection.fetchval(
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                )
                found["database", service] = await connection.fetchval("select pg_database_size(current_database())")
                if service == SERVICES[0]:
                    found["wal", "postgres"] = float(await connection.fetchval("select sum(size) from pg_ls_waldir()"))
            finally:
                await connection.close()
        return found

    async def _of_the_bus(self) -> dict[tuple[str, str], float]:
        address = f"http://127.0.0.1:{self._suite.ports.nats_monitor}/jsz"
        async with httpx.AsyncClient(timeout=60) as http:
            told = (await http.get(address, params={"streams": "true", "consumers": "true"})).json()
        found: dict[tuple[str, str], float] = {}
        for account in told["account_details"]:
            for stream in account.get("stream_detail", ()):
                found["stream", stream["name"]] = stream["state"]["bytes"]
                for consumer in stream.get("consumer_detail") or ():
                    waiting = consumer["num_pending"] + consumer["num_ack_pending"]
                    found["pending", f"{consumer['name']} of {stream['name']}"] = waiting
        return found


def _of_processes(processes: dict[str, int]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for name, pid in processes.items():
        try:
            process = psutil.Process(pid)
            # PostgreSQL and the checks of files are families; the nursery's children are counted under their own names.
            family = [process] if name == "nursery" else [process, *process.children(recursive=True)]
            found["memory", name] = float(sum(one.memory_full_info().pss for one in family))
            found["descriptors", name] = float(process.num_fds())
        except psutil.NoSuchProcess:
            # A connection that was closed while we looked; the next look has it right.
            continue
    return found


async def work(suite: RunningSuite, record: Record, until: asyncio.Event) -> None:
    while not until.is_set():
        visit = Visit(suite, record)
        try:
            await visit.file()
        finally:
            await visit.http.aclose()
        try:
            await asyncio.wait_for(until.wait(), PAUSE)
        except TimeoutError:
            continue


async def soak(suite: RunningSuite) -> tuple[Sampler, Record]:
    sampler, record, over = Sampler(suite), Record(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(sampler.keep_looking(over))
        for _ in range(PEOPLE):
            group.create_task(work(suite, record, over))
        await asyncio.sleep(SECONDS)
        over.set()
    return sampler, record


def judged(sampler: Sampler) -> list[tuple[str, str, Growth, bool]]:
    found: list[tuple[str, str, Growth, bool]] = []
    for (kind, whose), measures in sorted(sampler.taken.items()):
        if kind in LIMITS:
            growth = growth_of(measures)
            limit = LIMITS[kind]
            found.append((kind, whose, growth, grows(growth, share=limit.share, least=limit.least)))
    return found


def as_page(lines: Sequence[tuple[str, str, Growth, bool]], sampler: Sampler, record: Record) -> str:
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    filed = len(record.accepted)
    text = [
        "# The same work for a long time",
        "",
        (
            f"`make soak`, {datetime.now(UTC):%Y-%m-%d}, {machine}. {filed:,} dossiers filed in {SECONDS:,.0f} s by {PEOPLE} people at "
            f"once, through the portal; {len(record.bare)} answers without a page that explains them."
        ),
        "",
        "Growth is that of the line through the measures of the last six tenths of the run: a start is not growth, and one peak is",
        "none. It is too much when it passes both a share of what there is and what is noise (`tests/load/soak.py`).",
        "",
        "| what | whose | first | last | growth | |",
        "|---|---|--:|--:|--:|---|",
    ]
    for kind, whose, growth, wrong in lines:
        limit = LIMITS[kind]
        first, last, by = (f"{value / limit.scale:,.0f}" for value in (growth.first, growth.last, growth.by))
        by = "0" if by == "-0" else by
        if (growth.first, growth.last, round(growth.by)) != (0, 0, 0):
            text.append(
                f"| {limit.words} | {whose} | {first} | {last} | {by} {limit.unit} | {'**grows**' if wrong else ''} |"
            )
    text += ["", "What stayed at 0 is left out. Kept on purpose, per dossier filed:", ""]
    for kind, words in KEPT.items():
        kept = sum(m[-1][1] - m[0][1] for (of, _), m in sampler.taken.items() if of == kind)
        text.append(f"- {words}: {kept / max(filed, 1) / 1024:,.1f} KiB")
    return "\n".join(text) + "\n"


def main() -> None:
    told = {"PARVIS_RATE_LIMITS": "0", "PARVIS_TRACE_SAMPLING": "0.1"}
    with tempfile.TemporaryDirectory(prefix="parvis-soak-") as folder, running_suite(Path(folder), **told) as suite:
        sampler, record = asyncio.run(soak(suite))
    lines = judged(sampler)
    text = as_page(lines, sampler, record)
    PAGE.write_text(text)
    sys.stdout.write(text)
    sys.exit(any(wrong for *_, wrong in lines) or bool(record.bare) or not record.accepted)


if __name__ == "__main__":
    main()
