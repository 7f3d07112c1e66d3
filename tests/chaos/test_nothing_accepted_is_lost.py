"""While people file dossiers, each process is killed, frozen, and the bus loses its volume; then everything is counted.

PARVIS_CHAOS_ROUNDS=38 PARVIS_CHAOS_ACCEPTED=20000 is the gate of P1 (`make chaos`, an hour); one round is what every test run
shows. PARVIS_CHAOS_REPORT=file.json keeps the figures (docs/chaos.md).
"""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from acknowledgements import Acknowledgements
from applicants import Record, Visit, keep_filing
from faults import freeze, kill, wipe_bus

from kit.suite import RunningSuite, running_suite

ROUNDS = int(os.environ.get("PARVIS_CHAOS_ROUNDS", "1"))
# Those who file go on after the last fault until so many are accepted.
ACCEPTED = int(os.environ.get("PARVIS_CHAOS_ACCEPTED", "0"))
# No new round, and no waiting for more acceptances, after so many seconds.
SECONDS = float(os.environ.get("PARVIS_CHAOS_SECONDS", "inf"))
APPLICANTS = int(os.environ.get("PARVIS_CHAOS_APPLICANTS", "5"))
READERS = 8
FROZEN_FOR = 10.0
# One after the other where each would hide the other's effect; the rest together, to be done in time.
FROZEN = (
    ("postgres",),
    ("nats", "s3"),
    ("demarches", "documents"),
    ("notifier", "identity", "ticketing", "mailbox"),
    # Where everybody comes in, and where every process tells what it does: neither may take the others with it.
    ("gateway.public", "gateway.internal", "traces"),
)


@dataclass
class Aftermath:
    suite: RunningSuite
    record: Record
    letters: Acknowledgements
    rounds: int = 0
    faults: int = 0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def aftermath(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Aftermath]:
    with running_suite(tmp_path_factory.mktemp("chaos"), PARVIS_RATE_LIMITS="0") as suite:
        record, until = Record(), asyncio.Event()
        aftermath = Aftermath(suite, record, Acknowledgements(suite))
        filing = [asyncio.create_task(keep_filing(suite, record, until)) for _ in range(APPLICANTS)]
        began = time.monotonic()
        try:
            for _ in range(ROUNDS):
                if time.monotonic() - began > SECONDS:
                    break
                aftermath.rounds += 1
                aftermath.faults += await mistreat(suite, filing)
                # Not waited for: a letter that met a fault is sent again minutes later, and faults go on.
                await aftermath.letters.look(set(record.accepted).difference(aftermath.letters.received))
            while len(record.accepted) < ACCEPTED and time.monotonic() - began < SECONDS:
                await asyncio.sleep(1)
                _must_go_on(filing)
        finally:
            until.set()
            await asyncio.gather(*filing)
        ended = time.monotonic()
        # After an hour of faults, letters are thousands behind.
        await aftermath.letters.all_of(record.accepted, within=600 + len(record.accepted) / 10)
        drained_after = time.monotonic() - ended
        await aftermath.letters.look(record.accepted)
        report(aftermath, seconds=ended - began, drained_after=drained_after)
        yield aftermath


def report(aftermath: Aftermath, *, seconds: float, drained_after: float) -> None:
    if path := os.environ.get("PARVIS_CHAOS_REPORT"):
        figures = {
            "rounds": aftermath.rounds,
            "faults": aftermath.faults,
            "seconds": round(seconds),
            "accepted": len(aftermath.record.accepted),
            "refused and tried again": aftermath.record.refused,
            "bare failures": len(aftermath.record.bare),
            "mails": sum(len(ids) for ids in aftermath.letters.received.values()),
            "mails sent again after a crash": aftermath.letters.again,
            "seconds until the last acknowledgement": round(drained_after),
        }
        Path(path).write_text(json.dumps(figures, indent=2) + "\n")


async def mistreat(suite: RunningSuite, filing: list[asyncio.Task[None]]) -> int:
    """One round of every fault; says how many there were. Stops at once when somebody could not file."""
    done = 0
    for name in sorted(suite.processes()):
        await kill(suite, name)
        await asyncio.sleep(1)
        done += 1
        _must_go_on(filing)
    for names in FROZEN:
        await freeze(suite, *names, seconds=FROZEN_FOR)
        await asyncio.sleep(1)
        done += len(names)
        _must_go_on(filing)
    await wipe_bus(suite)
    await asyncio.sleep(2)
    _must_go_on(filing)
    return done + 1


def _must_go_on(filing: list[asyncio.Task[None]]) -> None:
    for task in filing:
        if task.done():
            task.result()


async def test_every_accepted_dossier_is_there(aftermath: Aftermath):
    # Enough to have met every fault; how many more is the machine's affair.
    assert len(aftermath.record.accepted) >= 8 * aftermath.rounds
    assert aftermath.record.refused > 0, "the faults were felt"
    turns = asyncio.Semaphore(READERS)

    async def is_there(visit: Visit) -> None:
        async with turns:
            dossier = await visit.read_back()
        assert (dossier["reference"], dossier["status"]) == (visit.reference, "submitted")

    await asyncio.gather(*map(is_there, aftermath.record.visits))


async def test_nobody_met_a_bare_failure(aftermath: Aftermath):
    assert aftermath.record.bare == []


async def test_no_effect_happened_twice(aftermath: Aftermath):
    """One event per dossier, one notification per event; a mail may come twice after a crash, as the same message."""
    suite = aftermath.suite
    accepted = len(aftermath.record.accepted)
    events = await _column(
        suite, "demarches", "select aggregate_id from outbox where type = 'demarches.dossier.submitted.v1'"
    )
    planned = await _column(
        suite,
        "notifier",
        "select cause_id from notifications where cause_type = 'demarches.dossier.submitted.v1'",
    )

    assert [n for n in Counter(events).values() if n != 1] == []
    assert [n for n in Counter(planned).values() if n != 1] == []
    assert len(events) >= accepted
    assert len(planned) == len(events)
    assert aftermath.letters.by_one_message
    assert aftermath.letters.again <= aftermath.faults


async def _column(suite: RunningSuite, database: str, statement: str) -> list[object]:
    connection = await asyncpg.connect(suite.admin_url(database))
    try:
        return [row[0] for row in await connection.fetch(statement)]
    finally:
        await connection.close()
