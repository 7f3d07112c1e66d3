"""The process that checks are forked from: it keeps nothing of a file, and what it cannot do hurts nobody else."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from samples import a_jpeg, a_pdf
from vault import in_chunks

from documents.checks.verdict import Outcome
from documents.scanning import hatchery as hatching
from documents.scanning.hatchery import ChecksFailed, Hatchery
from documents.scanning.process import Checks
from kit.eventually import eventually

pytestmark = pytest.mark.requirement("DV-04")
SLOW = """
import os, time
from documents.checks import __main__ as checks, work

def slow(content, work, number, width):
    if content.startswith(b"slow"):
        time.sleep(3600)
    return done(content, work, number, width)

done, work.done = work.done, slow
checks.main()
"""


@pytest_asyncio.fixture(loop_scope="session")
async def checks() -> AsyncIterator[Checks]:
    made = Checks(Hatchery((sys.executable, "-I", "-c", SLOW)))
    yield made
    made.hatchery.close()


async def drawn(checks: Checks, content: bytes) -> Outcome:
    verdict, _ = await checks.draw_page(in_chunks(content), 0, 480)
    return verdict.outcome


async def test_several_files_are_looked_at_at_once_by_processes_of_one_family(checks: Checks):
    files = [a_pdf("a"), a_jpeg(), a_pdf("b", pages=3), b"nothing that anybody reads"]

    said = await asyncio.gather(*(drawn(checks, file) for file in files))
    process = checks.hatchery._process
    assert process is not None
    again = await drawn(checks, a_pdf())

    assert said == [Outcome.CLEAN, Outcome.CLEAN, Outcome.CLEAN, Outcome.UNSCANNABLE]
    assert again is Outcome.CLEAN
    assert checks.hatchery._process is process


async def test_what_is_given_up_is_killed_and_the_others_go_on(checks: Checks):
    slow = asyncio.create_task(drawn(checks, b"slow"))
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN
    process = checks.hatchery._process
    assert process is not None
    await eventually(lambda: children(process.pid))
    slow.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await slow

    await eventually(lambda: not children(process.pid))
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN
    assert checks.hatchery._process is process


async def test_one_that_died_is_followed_by_another(checks: Checks):
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN
    process = checks.hatchery._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()

    assert await drawn(checks, a_pdf()) is Outcome.CLEAN


async def test_one_that_stands_still_says_so_and_is_replaced(checks: Checks, monkeypatch: pytest.MonkeyPatch):
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN
    process = checks.hatchery._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    with monkeypatch.context() as hurried:
        hurried.setattr("documents.scanning.process.LOOKED_AT_WITHIN", 0.3)
        with pytest.raises(ChecksFailed):
            await drawn(checks, a_pdf())

    assert await drawn(checks, a_pdf()) is Outcome.CLEAN
    await process.wait()


async def test_it_ends_when_nobody_wants_anything(checks: Checks, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hatching, "IDLE", 0.05)
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN

    await eventually(lambda: checks.hatchery._process is None)
    assert await drawn(checks, a_pdf()) is Outcome.CLEAN


def children(pid: int) -> list[str]:
    with open(f"/proc/{pid}/task/{pid}/children") as told:
        return told.read().split()
