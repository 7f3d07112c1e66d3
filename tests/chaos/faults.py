"""What is done to the suite. Each fault names its process; processes are those that this run started."""

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from kit.eventually import eventually
from kit.suite import RunningSuite


def family(pid: int) -> list[int]:
    """The process and its children: PostgreSQL's backends freeze with their postmaster."""
    with suppress(psutil.NoSuchProcess):
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    return []


async def kill(suite: RunningSuite, name: str) -> None:
    """kill -9, then wait until the supervisor has brought it back under another pid."""
    pid = suite.processes()[name]
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

    def is_back() -> bool:
        return suite.processes().get(name) not in (None, pid)

    await eventually(is_back, within=300)


async def freeze(suite: RunningSuite, *names: str, seconds: float) -> None:
    pids = [pid for name in names for pid in family(suite.processes()[name])]
    _signal(pids, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        _signal(pids, signal.SIGCONT)


def _bus_volume(data: Path) -> Path:
    return next(data.glob("nats/**/jetstream"))


async def wipe_bus(suite: RunningSuite) -> None:
    """NATS dies, and its volume with it."""
    assert suite.state is not None
    pid = suite.processes()["nats"]
    _signal([pid], signal.SIGSTOP)
    volume = _bus_volume(suite.state.data)
    shutil.rmtree(volume)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

    def is_back() -> bool:
        return suite.processes().get("nats") not in (None, pid)

    await eventually(is_back, within=300)


def _signal(pids: list[int], what: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)
