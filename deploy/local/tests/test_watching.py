"""A process that runs and does nothing any more is ended and started again; one that is busy, or of an exercise, is left alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kit.eventually import eventually
from suite.supervisor import progress, watching
from suite.supervisor import supervisor as supervising
from suite.supervisor.records import Condition, Record
from suite.supervisor.supervisor import Supervisor

from .conftest import Sleeper

Supervise = Callable[..., Supervisor]


class Mute(Sleeper):
    """Answers as long as a file is not there."""

    def __init__(self, name: str, sign: Path, script: str = "exec sleep 300") -> None:
        super().__init__(name, script)
        self._sign, self.asked = sign, 0

    def alive(self) -> bool:
        self.asked += 1
        return not self._sign.exists()


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(watching, "STOPPED_SECONDS", 1.0)
    monkeypatch.setattr(watching, "SILENT_SECONDS", 3.0)


def record(supervisor: Supervisor) -> Record:
    return supervisor.keepers["one"].record


async def started(supervisor: Supervisor) -> int:
    await eventually(lambda: record(supervisor).condition is Condition.RUNNING, within=60)
    pid = record(supervisor).pid
    assert pid is not None
    return pid


async def renewed(supervisor: Supervisor, before: int) -> None:
    await eventually(
        lambda: record(supervisor).condition is Condition.RUNNING and record(supervisor).pid != before, within=60
    )


async def test_a_process_that_was_stopped_is_started_anew_and_the_words_say_why(supervise: Supervise):
    supervisor = supervise(Sleeper("one"))
    before = await started(supervisor)

    os.kill(before, signal.SIGSTOP)
    await renewed(supervisor, before)

    assert record(supervisor).last_words.startswith("stopped from outside (SIGSTOP) for")
    assert not psutil.pid_exists(before)


async def test_a_process_that_answers_no_more_and_does_nothing_is_started_anew(supervise: Supervise, tmp_path: Path):
    supervisor = supervise(Mute("one", tmp_path / "mute"))
    before = await started(supervisor)

    (tmp_path / "mute").touch()
    await eventually(lambda: record(supervisor).restarts > 0, within=60)
    (tmp_path / "mute").unlink()
    await renewed(supervisor, before)

    assert "no answer and no sign of work" in record(supervisor).last_words


async def test_who_is_part_of_an_exercise_is_left_alone(supervise: Supervise, tmp_path: Path):
    part = Mute("one", tmp_path / "mute")
    supervisor = supervise(part)
    before = await started(supervisor)
    excused = tmp_path / "excused" / "one"
    excused.parent.mkdir()
    excused.touch()

    os.kill(before, signal.SIGSTOP)
    # Its keeper looks at it from the moment on at which it is told to run, or a little later.
    await eventually(lambda: supervisor.keepers["one"]._watch is not None)
    watch = supervisor.keepers["one"]._watch
    assert watch is not None
    watch._well_at -= 3600
    supervisor.keepers["one"].look()

    assert (record(supervisor).pid, record(supervisor).restarts) == (before, 0)
    os.kill(before, signal.SIGCONT)


async def test_who_is_busy_is_left_alone(supervise: Supervise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("suite.supervisor.progress.LOOK_EVERY", 0.1)
    monkeypatch.setattr("suite.supervisor.progress.SIGN_SECONDS", 0.01)
    (tmp_path / "mute").touch()
    part = Mute("one", tmp_path / "mute", script="while :; do :; done")
    supervisor = supervise(part)
    before = await started(supervisor)

    # Asked in vain for longer than a silent one would have been given.
    await eventually(lambda: part.asked > 60, within=120)

    assert (record(supervisor).pid, record(supervisor).restarts) == (before, 0)


async def test_who_is_busy_and_answers_nobody_for_very_long_is_started_anew(
    supervise: Supervise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("suite.supervisor.progress.LOOK_EVERY", 0.1)
    monkeypatch.setattr("suite.supervisor.progress.SIGN_SECONDS", 0.01)
    monkeypatch.setattr(watching, "UNANSWERED_SECONDS", 1.0)
    supervisor = supervise(Mute("one", tmp_path / "mute", script="while :; do :; done"))
    before = await started(supervisor)

    (tmp_path / "mute").touch()
    await eventually(lambda: record(supervisor).restarts > 0, within=60)

    assert "works, but has answered nobody" in record(supervisor).last_words
    assert not psutil.pid_exists(before)


async def test_who_waits_for_the_processor_is_left_alone(
    supervise: Supervise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    waited = iter(range(1_000_000))
    monkeypatch.setattr("suite.supervisor.progress.LOOK_EVERY", 0.1)
    monkeypatch.setattr("suite.supervisor.progress.waited_of", lambda _: float(next(waited)))
    (tmp_path / "mute").touch()
    part = Mute("one", tmp_path / "mute")
    supervisor = supervise(part)
    before = await started(supervisor)

    await eventually(lambda: part.asked > 60, within=120)

    assert (record(supervisor).pid, record(supervisor).restarts) == (before, 0)


def test_the_kernel_says_how_long_somebody_waited():
    if not Path("/proc/self/schedstat").exists():
        pytest.skip("this kernel does not say")
    first = progress.waited_of(os.getpid())

    # Twice as many as there are processors: each waits for its turn.
    program = "import time; end = time.monotonic() + 1\nwhile time.monotonic() < end: pass"
    crowd = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2 * (os.cpu_count() or 1))]
    while any(one.poll() is None for one in crowd):
        grown = progress.waited_of(os.getpid()) - first
        if grown > 0.1:
            break
    for one in crowd:
        one.wait(60)

    assert grown > 0.1


class Lacking(Sleeper):
    """Is whole once what it makes when it is ready is there."""

    def __init__(self, name: str, made: Path) -> None:
        super().__init__(name, then=f"touch {made}")
        self._made = made

    def whole(self) -> bool:
        return self._made.exists()


async def test_what_is_taken_out_of_one_that_runs_is_made_again_and_its_process_stays(
    supervise: Supervise, tmp_path: Path
):
    made = tmp_path / "made"
    supervisor = supervise(Lacking("one", made))
    before = await started(supervisor)

    made.unlink()
    await eventually(made.exists, within=60)

    assert record(supervisor).pid == before
