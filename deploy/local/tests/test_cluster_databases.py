"""Of two databases, the one that follows takes over with everything that was acknowledged."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from kit.eventually import eventually
from suite.cluster.databases import Deposed, Pair, Paired
from suite.cluster.sentinel.watching import Sentinel
from suite.part import HOST, free_port
from suite.servers.postgres import SUPERUSER
from suite.supervisor.records import Condition
from suite.supervisor.supervisor import Supervisor

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


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

    @property
    def follower(self) -> int:
        return self.pair.other(self.pair.leader or 1)

    async def is_in_step(self) -> bool:
        started = await self.sentinel.started(self.follower)
        return self.is_whole() and started is not None and self.sentinel.was_in_step(self.follower, started)

    def pid_of(self, number: int) -> int:
        pid = self.supervisor.keepers[self.pair.name_of(number)].record.pid
        assert pid is not None
        return pid

    def kill(self, number: int) -> int:
        pid = self.pid_of(number)
        os.kill(pid, signal.SIGKILL)
        return pid

    async def another_life(self, number: int, former: int) -> datetime | None:
        if self.supervisor.keepers[self.pair.name_of(number)].record.pid in (None, former):
            return None
        return await self.sentinel.started(number)

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


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def one_cluster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("pair"))
    made.supervisor.start()
    watching = asyncio.create_task(made.sentinel.watch())
    try:
        await eventually(made.is_in_step, within=180)
        connection = await made.connect()
        await connection.execute("create table told (number int primary key)")
        await connection.close()
        yield made
    finally:
        watching.cancel()
        await asyncio.to_thread(made.supervisor.stop)


@pytest.fixture
async def cluster(one_cluster: Cluster) -> Cluster:
    """Whoever leads by now, the other one has everything."""
    await eventually(one_cluster.is_in_step, within=180)
    return one_cluster


async def test_a_leader_that_loses_its_disk_is_replaced_without_losing_what_was_acknowledged(cluster: Cluster):
    leader, follower = cluster.pair.other(cluster.follower), cluster.follower
    writing = asyncio.create_task(cluster.keep_writing())
    await eventually(lambda: len(cluster.acknowledged) > 20)

    os.killpg(cluster.pid_of(leader), signal.SIGSTOP)
    shutil.rmtree(cluster.pair.folder / cluster.pair.name_of(leader) / "data")
    cluster.kill(leader)

    await eventually(lambda: cluster.pair.leader == follower, within=180)
    before = len(cluster.acknowledged)
    # Only with the former leader following it does the new one acknowledge anything.
    await eventually(lambda: writing.done() or len(cluster.acknowledged) > before + 20, within=180)
    assert not writing.done()
    writing.cancel()
    assert set(cluster.acknowledged) <= await cluster.kept()


async def test_a_follower_of_which_nobody_knows_that_it_has_everything_is_not_promoted(cluster: Cluster):
    follower = cluster.follower
    started = await cluster.sentinel.started(follower)
    assert started is not None

    former = cluster.kill(follower)

    again = await eventually(lambda: cluster.another_life(follower, former), within=180)
    assert again > started
    (cluster.pair.folder / "in-step").write_text(f"{follower} {started.isoformat()}\n")
    assert not cluster.sentinel.was_in_step(follower, again)


async def test_who_was_being_started_as_leader_while_the_other_was_promoted_is_not_started(tmp_path: Path):
    pair = Pair(tmp_path, (free_port(), free_port()), password="a-password")
    former = Bare(pair, 1)
    pair.lead(1)
    former.data.mkdir(parents=True)
    (former.data / "PG_VERSION").write_text("18\n")
    former.prepare()

    with pair.deciding():
        pair.lead(2)

    with pytest.raises(Deposed):
        former.spawn(tmp_path / "log")
    assert pair.process(1) is None
