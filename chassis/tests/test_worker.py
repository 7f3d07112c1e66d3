"""The background half stops when it is told to, whatever swallowed the first telling."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chassis import worker as workers
from chassis.refusals import Unavailable
from chassis.worker import Worker
from kit.eventually import eventually
from kit.service import ServiceUnderTest


async def test_a_task_that_swallows_a_cancellation_is_told_again(notebook: ServiceUnderTest):
    swallowed = 0

    async def deaf() -> None:
        nonlocal swallowed
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            swallowed += 1
            if swallowed > 1:
                raise

    worker = worker_with(notebook, deaf)
    working = asyncio.create_task(worker.run())
    await eventually(lambda: worker.bus is not None)

    await asyncio.wait_for(worker.stop(working), 60)

    assert working.done()
    assert swallowed == 2
    await worker.close()


async def test_who_asks_over_a_bus_that_is_away_is_told_so(notebook: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "PATIENCE", 0.1)
    away = worker_with(notebook)

    with pytest.raises(Unavailable):
        await away.connected()


def worker_with(notebook: ServiceUnderTest, *tasks: Callable[[], Awaitable[None]]) -> Worker:
    service: Any = notebook.service
    committed = service.commands.committed
    made = Worker(
        service.settings,
        database=service.database,
        relay_database=service.relay_database,
        commands=service.commands,
        tasks=tasks,
    )
    service.commands.committed = committed
    return made
