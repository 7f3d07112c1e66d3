"""The processes that an exercise befalls, and the door through which it is begun."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import psutil
import pytest

from kit.eventually import eventually
from suite.faults import exercises
from suite.faults.__main__ import handler_of
from suite.faults.exercises import Exercises, Fault, down, slow
from suite.supervisor.records import Board, Condition, Record
from suite.supervisor.supervisor import Supervisor

from .conftest import Sleeper

Supervise = Callable[..., Supervisor]


@pytest.fixture(autouse=True)
def _small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (
        Fault("cut", "one", "Coupé", down("one")),
        Fault("slow", "one", "Lent", slow("one", stopped=0.5, running=0.1)),
    )
    monkeypatch.setattr(exercises, "FAULTS", {fault.name: fault for fault in made})


def record(folder: Path) -> Record:
    board = Board.read(folder / "status.json")
    assert board is not None
    return board.records[0]


async def test_what_is_cut_stays_down_until_the_end_and_then_comes_back(supervise: Supervise, tmp_path: Path):
    supervise(Sleeper("one"))
    await eventually(lambda: record(tmp_path).condition is Condition.RUNNING, within=60)
    before = record(tmp_path).pid
    made = Exercises(tmp_path)

    made.begin("cut", 600)
    await eventually(lambda: record(tmp_path).pid is None, within=60)
    assert [one["on"] for one in made.status()] == [True, False]
    made.end("cut")

    await eventually(lambda: record(tmp_path).condition is Condition.RUNNING, within=60)
    assert record(tmp_path).pid != before
    assert not any(one["on"] for one in made.status())


async def test_an_exercise_ends_by_itself_and_what_was_stopped_goes_on(supervise: Supervise, tmp_path: Path):
    supervise(Sleeper("one"))
    await eventually(lambda: record(tmp_path).condition is Condition.RUNNING, within=60)
    process = psutil.Process(record(tmp_path).pid)
    made = Exercises(tmp_path)

    made.begin("slow", 2)
    await eventually(lambda: process.status() == psutil.STATUS_STOPPED, within=60, every=0.01)

    await eventually(lambda: not any(one["on"] for one in made.status()), within=60)
    assert process.status() != psutil.STATUS_STOPPED


@contextmanager
def a_door(made: Exercises) -> Iterator[httpx.Client]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(made, "the secret"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", timeout=60) as http:
        yield http
    server.shutdown()


def test_the_door_opens_to_who_knows_the_secret(tmp_path: Path):
    known = {"authorization": "Bearer the secret"}
    with a_door(Exercises(tmp_path)) as http:
        stranger = http.post("/faults/cut")
        unknown = http.post("/faults/nothing", headers=known)
        listed = http.get("/faults", headers=known)

    assert (stranger.status_code, unknown.status_code) == (401, 404)
    assert {one["on"] for one in listed.json()["faults"]} == {False}
