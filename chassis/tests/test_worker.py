"""The background half stops when it is told to, whatever swallowed the first telling."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from notebook.main import WriteNote, write_note
from test_events import connect_as, provisioner

from chassis import worker as workers
from chassis.refusals import Unavailable
from chassis.worker import Worker
from kit.actors import a_citizen
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


async def test_a_stream_that_is_deleted_beside_a_living_connection_is_filled_again(
    notebook: ServiceUnderTest, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "LOOK_AT_STREAM", 0.1)
    worker = worker_with(notebook)
    working = asyncio.create_task(worker.run())
    for number in range(3):
        await notebook.run(write_note, WriteNote(str(number)), actor=a_citizen(tenant))

    async def published() -> bool:
        return all(event["published_at"] for event in await notebook.published(tenant))

    await eventually(published, within=60)
    bus = await connect_as("identity", notebook)
    kept = (await bus.stream_state("identity")).last_sequence
    await eventually(lambda: worker.bus is not None and "identity" in worker.bus._created, within=60)

    await provisioner(notebook, "$JS.API.STREAM.DELETE.identity")
    await notebook.servers.provision_bus()

    async def filled() -> bool:
        return (await bus.stream_state("identity")).last_sequence >= 3

    assert kept >= 3
    await eventually(filled, within=60)
    await bus.close()
    await worker.stop(working)
    await worker.close()


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
