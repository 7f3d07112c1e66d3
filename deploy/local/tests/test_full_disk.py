"""A disk that is full: who keeps processes goes on, and a bus that shut its streams for it is told from one that works."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nats
import pytest

from kit.eventually import eventually
from suite.part import free_port
from suite.servers.bus import Nats, NatsUser
from suite.supervisor import supervisor as supervising
from suite.supervisor.records import Board, Condition
from suite.supervisor.supervisor import Supervisor

from .conftest import Sleeper

Supervise = Callable[..., Supervisor]
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "LOOK_SECONDS", 0.1)


async def test_a_process_is_started_anew_though_nothing_can_be_written_about_it(supervise: Supervise, tmp_path: Path):
    supervisor = supervise(Sleeper("bell"))
    record, path = supervisor.keepers["bell"].record, tmp_path / "status.json"
    await eventually(lambda: (board := Board.read(path)) and board.all_running(), within=60)
    before = record.pid
    path.unlink()
    path.mkdir()

    os.kill(before or 0, signal.SIGKILL)
    await eventually(lambda: record.condition is Condition.RUNNING and record.pid != before, within=60)
    path.rmdir()

    board = await eventually(lambda: Board.read(path), within=60)
    assert board.records[0].pid == record.pid


class GivesUp(Sleeper):
    """Says that it works no more as long as a file is there."""

    def __init__(self, name: str, sign: Path) -> None:
        super().__init__(name)
        self._sign = sign

    def gave_up(self) -> bool:
        return self._sign.exists()


async def test_who_says_that_it_works_no_more_is_started_anew(supervise: Supervise, tmp_path: Path):
    sign = tmp_path / "full"
    supervisor = supervise(GivesUp("one", sign))
    record = supervisor.keepers["one"].record
    await eventually(lambda: record.condition is Condition.RUNNING, within=60)

    sign.touch()
    await eventually(lambda: record.restarts > 0, within=60)
    sign.unlink()

    await eventually(lambda: record.condition is Condition.RUNNING, within=60)
    assert "works no more until it is started anew" in record.last_words


class OnASmallDisk(Nats):
    """Its volume holds 8 MiB, in a namespace of its own."""

    def prepare(self) -> None:
        super().prepare()
        self.volume.mkdir(exist_ok=True)

    def command(self) -> list[str]:
        mounted = f"mount -t tmpfs -o size=8m small '{self.volume}' && exec \"$@\""
        return [*NAMESPACE, "sh", "-c", mounted, "sh", *super().command()]


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Nats]:
    small = [*NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "small", str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run(small, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    anybody = NatsUser("anybody", "secret", (">",), (">",))
    made = OnASmallDisk(tmp_path / "nats", free_port(), monitor_port=free_port(), users=(anybody,))
    yield made.start()
    made.stop()


async def test_a_bus_whose_volume_was_full_says_that_it_gave_up(bus: Nats):
    client = await nats.connect(bus.url, user="anybody", password="secret", allow_reconnect=False)
    stream = client.jetstream()
    await stream.add_stream(name="full", subjects=["full.>"])
    assert not bus.gave_up()

    with suppress(nats.errors.Error):
        for _ in range(20):
            await stream.publish("full.up", b"x" * 900_000, timeout=5)

    await eventually(bus.gave_up, within=60)
    await client.close()
