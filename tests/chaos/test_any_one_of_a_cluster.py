"""A cluster on this machine: each of its processes is killed in turn while people file dossiers, the leading database loses
its disk, one bus its volume; then everything is counted.

PARVIS_CLUSTER_ROUNDS=1 runs it (`make chaos CLUSTER=1`): three NATS, two PostgreSQL, two of each of ours are too much for
every run. What promotion and election promise is shown each time by deploy/local/tests/test_cluster_*.py.
"""

import asyncio
import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import psutil
import pytest
import pytest_asyncio
from acknowledgements import Acknowledgements
from applicants import Record, keep_filing
from faults import freeze, kill

from kit.eventually import eventually
from kit.suite import RunningSuite, running_suite
from suite.cluster.databases import Pair
from suite.cluster.sentinel.watching import Sentinel
from suite.keyring import Keyring

ROUNDS = int(os.environ.get("PARVIS_CLUSTER_ROUNDS", "0"))
APPLICANTS = 4
pytestmark = pytest.mark.skipif(not ROUNDS, reason="PARVIS_CLUSTER_ROUNDS says how often to kill everybody once")


@dataclass
class Aftermath:
    suite: RunningSuite
    record: Record
    letters: Acknowledgements
    faults: int = 0
    seconds: float = 0.0
    silent: dict[str, float] = field(default_factory=dict[str, float])
    """Fault → the longest time, while it was felt, in which nothing was accepted."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def aftermath(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Aftermath]:
    folder = tmp_path_factory.mktemp("cluster")
    with running_suite(folder, PARVIS_RATE_LIMITS="0", PARVIS_CLUSTER="1") as suite:
        done = Aftermath(suite, Record(), Acknowledgements(suite))
        until = asyncio.Event()
        filing = [asyncio.create_task(keep_filing(suite, done.record, until)) for _ in range(APPLICANTS)]
        began = time.monotonic()
        try:
            for _ in range(ROUNDS):
                await mistreat(done, filing)
        finally:
            until.set()
            await asyncio.gather(*filing)
        done.seconds = time.monotonic() - began
        await done.letters.all_of(done.record.accepted, within=600)
        report(done)
        yield done


async def mistreat(done: Aftermath, filing: list[asyncio.Task[None]]) -> None:
    suite = done.suite
    for name in sorted(suite.processes()):
        await felt(done, f"kill -9 {name}", lambda name=name: kill(suite, name), filing)
    await felt(done, "the leading database frozen", lambda: freeze_leader(suite), filing)
    await felt(done, "the leading database without its disk", lambda: lose_leader(suite), filing)
    await felt(done, "one bus without its volume", lambda: lose_bus(suite), filing)


async def felt(
    done: Aftermath, words: str, fault: Callable[[], Awaitable[None]], filing: list[asyncio.Task[None]]
) -> None:
    """One fault, until all is whole again. One at a time: that is what is promised."""
    await eventually(done.suite.is_whole, within=300)
    await eventually(lambda: is_in_step(done.suite), within=300)
    accepted, at = len(done.record.accepted), time.monotonic()
    task = asyncio.ensure_future(fault())
    longest = 0.0
    while not task.done() or not done.suite.is_whole():
        await asyncio.sleep(0.05)
        if len(done.record.accepted) != accepted:
            longest, accepted, at = max(longest, time.monotonic() - at), len(done.record.accepted), time.monotonic()
    await task
    done.silent[words] = max(done.silent.get(words, 0.0), longest, time.monotonic() - at)
    done.faults += 1
    for one in filing:
        if one.done():
            one.result()


def _pair(suite: RunningSuite) -> Pair:
    assert suite.state is not None
    password = Keyring(suite.state.secrets).passwords("database")["admin"]
    return Pair(suite.state.data / "cluster", (suite.ports.postgres, suite.ports.postgres_twin), password=password)


async def is_in_step(suite: RunningSuite) -> bool:
    """Whether one more death of a database would be the only one."""
    assert suite.state is not None
    pair = _pair(suite)
    sentinel, follower = Sentinel(pair, run=suite.state.run), pair.other(pair.leader or 1)
    started = await sentinel.started(follower)
    return started is not None and sentinel.was_in_step(follower, started)


async def promoted(suite: RunningSuite, *, instead_of: int | None) -> None:
    await eventually(lambda: _pair(suite).leader != instead_of, within=300)


async def freeze_leader(suite: RunningSuite) -> None:
    """Alive, and saying nothing: the sentinel must end it before another may lead."""
    leader = _pair(suite).leader
    freezing = asyncio.ensure_future(freeze(suite, f"postgres.{leader}", seconds=60))
    await promoted(suite, instead_of=leader)
    freezing.cancel()
    with suppress(asyncio.CancelledError):
        await freezing


async def lose_leader(suite: RunningSuite) -> None:
    pair, name = _pair(suite), f"postgres.{_pair(suite).leader}"
    leader, postmaster = pair.leader, psutil.Process(suite.processes()[name])
    postmaster.suspend()
    # Its children too, each in a group of its own: they would write where their disk is being taken away.
    family = [postmaster, *postmaster.children(recursive=True)]
    for process in family[1:]:
        process.suspend()
    shutil.rmtree(pair.folder / name / "data")
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    await promoted(suite, instead_of=leader)


async def lose_bus(suite: RunningSuite) -> None:
    assert suite.state is not None
    pid = suite.processes()["nats.2"]
    os.kill(pid, signal.SIGSTOP)
    shutil.rmtree(suite.state.data / "cluster" / "nats.2" / "jetstream")
    os.kill(pid, signal.SIGKILL)
    await eventually(lambda: suite.processes().get("nats.2") not in (None, pid), within=120)


def report(done: Aftermath) -> None:
    if path := os.environ.get("PARVIS_CHAOS_REPORT"):
        figures = {
            "rounds": ROUNDS,
            "faults": done.faults,
            "promotions": (
                done.suite.state.log("sentinel").read_text().count(" leads from now on") if done.suite.state else 0
            ),
            "seconds": round(done.seconds),
            "accepted": len(done.record.accepted),
            "refused and tried again": done.record.refused,
            "bare failures": len(done.record.bare),
            "mails": sum(len(ids) for ids in done.letters.received.values()),
            "mails sent again": done.letters.again,
            "longest silence by fault, in seconds": {name: round(s, 1) for name, s in done.silent.items()},
        }
        Path(path).write_text(json.dumps(figures, indent=2) + "\n")


async def test_every_accepted_dossier_is_there(aftermath: Aftermath):
    assert len(aftermath.record.accepted) > aftermath.faults
    for visit in aftermath.record.visits:
        dossier = await visit.read_back()
        assert (dossier["reference"], dossier["status"]) == (visit.reference, "submitted")


async def test_nobody_met_a_bare_failure(aftermath: Aftermath):
    assert aftermath.record.bare == []


async def test_no_effect_happened_twice_although_everything_is_there_twice(aftermath: Aftermath):
    events = await _column(
        aftermath.suite, "demarches", "select aggregate_id from outbox where type = 'demarches.dossier.submitted.v1'"
    )
    planned = await _column(
        aftermath.suite,
        "notifier",
        "select cause_id from notifications where cause_type = 'demarches.dossier.submitted.v1'",
    )

    assert [n for n in Counter(events).values() if n != 1] == []
    assert [n for n in Counter(planned).values() if n != 1] == []
    assert len(planned) == len(events)
    assert len(events) >= len(aftermath.record.accepted)
    assert aftermath.letters.by_one_message
    assert aftermath.letters.again <= aftermath.faults


async def _column(suite: RunningSuite, database: str, statement: str) -> list[object]:
    connection = await asyncpg.connect(suite.admin_url(database))
    try:
        return [row[0] for row in await connection.fetch(statement)]
    finally:
        await connection.close()
