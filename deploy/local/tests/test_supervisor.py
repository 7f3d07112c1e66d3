"""The supervisor keeps what it was given, says how it goes, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from suite.part import spawn
from suite.supervisor.orphans import end_orphans
from suite.supervisor.records import Board, Condition, Record, start_time
from suite.supervisor.supervisor import Supervisor

from .conftest import Sleeper

Supervise = Callable[..., Supervisor]


def until(look: Callable[[], object], *, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def record(supervisor: Supervisor, name: str) -> Record:
    return supervisor.keepers[name].record


def running(supervisor: Supervisor, name: str) -> bool:
    return record(supervisor, name).condition is Condition.RUNNING


def test_a_killed_process_comes_back_and_is_prepared_again(supervise: Supervise, tmp_path: Path) -> None:
    supervisor = supervise(Sleeper("bell", then=f"echo rung >> {tmp_path}/bell"))
    until(lambda: running(supervisor, "bell"))
    before = record(supervisor, "bell").pid

    os.kill(before or 0, signal.SIGKILL)

    until(lambda: running(supervisor, "bell") and record(supervisor, "bell").pid != before, seconds=5)
    assert record(supervisor, "bell").restarts == 1
    assert (tmp_path / "bell").read_text().split() == ["rung", "rung"]


def test_a_process_that_keeps_dying_is_reported_with_its_last_words(supervise: Supervise, tmp_path: Path) -> None:
    supervisor = supervise(Sleeper("wreck", "echo no port left; exit 7"))

    until(lambda: record(supervisor, "wreck").condition is Condition.FAILING)

    board = Board.read(tmp_path / "status.json")
    assert board is not None
    assert "no port left" in board.records[0].last_words
    assert "exit 7" in board.records[0].last_words


def test_what_needs_another_starts_after_it_is_ready(supervise: Supervise, tmp_path: Path) -> None:
    class Slow(Sleeper):
        def ready(self) -> bool:
            return (tmp_path / "open").exists()

    supervisor = supervise(Slow("cellar"), Sleeper("floor", needs=("cellar",)))
    until(lambda: record(supervisor, "cellar").condition is Condition.STARTING)
    assert record(supervisor, "floor").pid is None

    (tmp_path / "open").touch()

    until(lambda: running(supervisor, "floor"))


def test_a_step_that_hangs_does_not_hold_up_the_stop(supervise: Supervise) -> None:
    supervisor = supervise(Sleeper("bell", then="exec sleep 311"))
    until(lambda: any("311" in process.cmdline() for process in psutil.Process().children()))
    (step,) = (process for process in psutil.Process().children() if "311" in process.cmdline())
    began = time.monotonic()

    supervisor.stop()

    # Far less than the step itself would have taken.
    assert time.monotonic() - began < 200
    assert not step.is_running()


def test_stopping_goes_down_in_reverse_order(supervise: Supervise, tmp_path: Path) -> None:
    def says(name: str) -> str:
        return f"trap 'echo {name} >> {tmp_path}/order; exit' TERM; while :; do sleep 0.05; done"

    supervisor = supervise(Sleeper("cellar", says("cellar")), Sleeper("floor", says("floor"), needs=("cellar",)))
    until(lambda: running(supervisor, "floor"))
    time.sleep(0.2)

    supervisor.stop()

    assert (tmp_path / "order").read_text().split() == ["floor", "cellar"]


def test_a_clean_stop_leaves_no_process_not_even_a_grandchild(supervise: Supervise) -> None:
    supervisor = supervise(Sleeper("family", "sleep 300 & exec sleep 300"))
    until(lambda: running(supervisor, "family"))
    parent = psutil.Process(record(supervisor, "family").pid)
    until(lambda: parent.children())
    family = [parent, *parent.children(recursive=True)]

    supervisor.stop()

    assert len(family) == 2
    until(lambda: not any(process.is_running() and process.status() != "zombie" for process in family))


def test_a_process_that_ignores_the_stop_is_ended_after_its_grace(supervise: Supervise) -> None:
    part = Sleeper("deaf", "trap '' TERM; while :; do sleep 0.05; done")
    part.grace = 0.3
    supervisor = supervise(part)
    until(lambda: running(supervisor, "deaf"))
    time.sleep(0.1)

    supervisor.stop()

    assert record(supervisor, "deaf").condition is Condition.STOPPED
    assert record(supervisor, "deaf").pid is None


def test_orphans_of_a_killed_supervisor_are_found_and_ended(tmp_path: Path) -> None:
    orphan = spawn(Sleeper("orphan"), tmp_path / "orphan.log")
    board = Board(pid=0, started=0.0, port_base=0)
    board.records = [Record("orphan", pid=orphan.pid, started=start_time(orphan.pid))]
    board.write(tmp_path / "status.json")

    ended = end_orphans(Board.read(tmp_path / "status.json"))

    assert ended == ["orphan"]
    assert orphan.wait(5) is not None


def test_a_stranger_that_took_over_a_recorded_pid_is_left_alone() -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    board = Board(pid=0, started=0.0, port_base=0)
    board.records = [Record("orphan", pid=stranger.pid, started=(start_time(stranger.pid) or 0) - 3600)]

    ended = end_orphans(board)

    assert ended == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
