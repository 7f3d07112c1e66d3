"""Of two databases, the one that follows takes over with everything that was acknowledged."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from kit.eventually import eventually
from suite.cluster.databases import Pair, Paired
from suite.cluster.sentinel.watching import Sentinel
from suite.part import HOST, free_port
from suite.servers.postgres import SUPERUSER
from suite.supervisor.records import Condition
from suite.supervisor.supervisor import Supervisor

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Bare(Paired):
    """Without the databases of the services."""

    def once_ready(self) -> list[str]:
        return []


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.pair = Pair(folder / "data", (free_port(), free_port()), password="a-password")
        self.pair.folder.mkdir()
        run = folder / "run"
        run.mkdir()
        parts = [Bare(self.pair, 1), Bare(self.pair, 2)]
        self.supervisor = Supervisor(list(parts), logs=folder / "logs", board=run / "status.json")
        self.sentinel = Sentinel(self.pair, run=run)
        self.acknowledged: list[int] = []

    def is_whole(self) -> bool:
        return all(keeper.record.condition is Condition.RUNNING for keeper in self.supervisor.keepers.values())

    def is_in_step(self) -> bool:
        return (self.pair.folder / "in-step").exists()

    async def connect(self) -> asyncpg.Connection:
        """As the services do: whichever of the two leads."""
        both = ",".join(f"{HOST}:{self.pair.port_of(number)}" for number in (1, 2))
        url = f"postgresql://{SUPERUSER}:{self.pair.password}@{both}/postgres?target_session_attrs=read-write"
        return await asyncpg.connect(url, timeout=5, command_timeout=5)

    async def keep_writing(self) -> None:
        number = 0
        while True:
            with contextlib.suppress(*AWAY):
                connection = await self.connect()
                try:
                    while True:
                        number += 1
                        await connection.execute("insert into told values ($1)", number)
                        self.acknowledged.append(number)
                finally:
                    connection.terminate()
            await asyncio.sleep(0.05)

    async def kept(self) -> set[int]:
        connection = await self.connect()
        try:
            return {row[0] for row in await connection.fetch("select number from told")}
        finally:
            await connection.close()


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    made = Cluster(tmp_path)
    made.supervisor.start()
    watching = asyncio.create_task(made.sentinel.watch())
    try:
        await eventually(lambda: made.is_whole() and made.is_in_step(), within=180)
        connection = await made.connect()
        await connection.execute("create table told (number int primary key)")
        await connection.close()
        yield made
    finally:
        watching.cancel()
        await asyncio.to_thread(made.supervisor.stop)


async def test_a_leader_that_loses_its_disk_is_replaced_without_losing_what_was_acknowledged(cluster: Cluster):
    writing = asyncio.create_task(cluster.keep_writing())
    await eventually(lambda: len(cluster.acknowledged) > 20)

    shutil.rmtree(cluster.pair.folder / "postgres.1" / "data")
    os.kill(cluster.supervisor.keepers["postgres.1"].record.pid or 0, signal.SIGKILL)

    await eventually(lambda: cluster.pair.leader == 2, within=180)
    before = len(cluster.acknowledged)
    # Only with the former leader following it does the new one acknowledge anything.
    await eventually(lambda: len(cluster.acknowledged) > before + 20, within=180)
    writing.cancel()
    assert set(cluster.acknowledged) <= await cluster.kept()


async def test_a_follower_of_which_nobody_knows_that_it_has_everything_is_not_promoted(cluster: Cluster):
    started = await cluster.sentinel.started(2)
    assert started is not None
    assert cluster.sentinel.was_in_step(2, started)
    former = cluster.supervisor.keepers["postgres.2"].record.pid

    os.kill(former or 0, signal.SIGKILL)

    again = await eventually(lambda: _another_life(cluster, former), within=180)
    assert again > started
    (cluster.pair.folder / "in-step").write_text(f"2 {started.isoformat()}\n")
    assert not cluster.sentinel.was_in_step(2, again)


async def _another_life(cluster: Cluster, former: int | None):
    if cluster.supervisor.keepers["postgres.2"].record.pid in (None, former):
        return None
    return await cluster.sentinel.started(2)
