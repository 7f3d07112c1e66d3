"""The background half stops when it is told to, whatever swallowed the first telling."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from chassis.worker import Worker
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
    await asyncio.wait_for(worker.connected(), 60)

    await asyncio.wait_for(worker.stop(working), 60)

    assert working.done()
    assert swallowed == 2
    await worker.close()


def worker_with(notebook: ServiceUnderTest, task: Callable[[], Awaitable[None]]) -> Worker:
    service: Any = notebook.service
    committed = service.commands.committed
    made = Worker(
        service.settings,
        database=service.database,
        relay_database=service.relay_database,
        commands=service.commands,
        tasks=(task,),
    )
    service.commands.committed = committed
    return made
