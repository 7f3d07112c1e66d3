"""A start is given up on when nothing happens any more, not because a busy machine takes its time."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.eventually import eventually
from suite.supervisor import keeper, progress
from suite.supervisor.records import Condition, Record
from suite.supervisor.supervisor import Supervisor

from .conftest import Sleeper

Supervise = Callable[..., Supervisor]


class Slow(Sleeper):
    """Ready once a file is there; `ready_within` is how long it may be without a sign of work."""

    ready_within = 1.5

    def __init__(self, name: str, command: str, sign: Path) -> None:
        super().__init__(name, command)
        self._sign = sign

    def ready(self) -> bool:
        return self._sign.exists()


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(progress, "SIGN_SECONDS", 0.05)


def record(supervisor: Supervisor) -> Record:
    return supervisor.keepers["one"].record


async def test_who_works_is_waited_for(supervise: Supervise, tmp_path: Path):
    sign = tmp_path / "ready"
    works = f"end=$(($(date +%s)+5)); while [ $(date +%s) -lt $end ]; do :; done; touch {sign}; sleep 600"
    supervisor = supervise(Slow("one", works, sign))

    await eventually(lambda: "processeur" in record(supervisor).getting_on, within=60)
    await eventually(lambda: record(supervisor).condition is Condition.RUNNING, within=60)

    assert record(supervisor).restarts == 0


async def test_who_does_nothing_is_ended_and_the_words_say_for_how_long(supervise: Supervise, tmp_path: Path):
    began = time.monotonic()
    supervisor = supervise(Slow("one", "sleep 600", tmp_path / "never"))

    await eventually(lambda: record(supervisor).restarts > 0, within=60)

    assert time.monotonic() - began >= Slow.ready_within
    assert "no sign of work for 2 s" in record(supervisor).last_words
    assert "charge" in record(supervisor).last_words


async def test_who_works_for_ever_is_ended_as_well(
    supervise: Supervise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeper, "LONGEST_START", 3.0)
    supervisor = supervise(Slow("one", "while :; do :; done", tmp_path / "never"))

    await eventually(lambda: record(supervisor).restarts > 0, within=60)

    assert "works, but is not ready" in record(supervisor).last_words
