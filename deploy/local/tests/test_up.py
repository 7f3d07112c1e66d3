"""The whole suite on this machine, by the command that people type."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from suite.cli.restart import OURS
from suite.cli.up import supervisor_environment
from suite.keyring import Keyring
from suite.part import HOST
from suite.ports import Ports, free_base
from suite.servers.postgres import SUPERUSER
from suite.state import CHECKOUT, State
from suite.supervisor.records import Board, Record, find

Parvis = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> State:
    return State(tmp_path_factory.mktemp("parvis"))


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports(free_base())


@pytest.fixture(scope="module")
def parvis(state: State, ports: Ports) -> Iterator[Parvis]:
    """Runs `parvis <words>` on an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "OTEL_"))}
    environment = {**kept, "PARVIS_STATE": str(state.root), "PARVIS_PORT_BASE": str(ports.base), "YES": "1"}

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "suite", *words]
        return subprocess.run(
            command, check=False, env={**environment, **more}, capture_output=True, text=True, timeout=900
        )

    yield run
    run("down")


@pytest.fixture
def up(parvis: Parvis) -> "subprocess.CompletedProcess[str]":
    done = parvis("up")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def board(state: State) -> Board:
    found = Board.read(state.run / "status.json")
    assert found is not None
    return found


def record(state: State, name: str) -> Record:
    return next(record for record in board(state).records if record.name == name)


def test_what_a_person_signs_in_with_is_told_to_no_process(monkeypatch: pytest.MonkeyPatch):
    for name in ("PARVIS_PASSWORD", "PARVIS_CODE", "PARVIS_LOG_LEVEL"):
        monkeypatch.setenv(name, "told")

    told = supervisor_environment()

    assert [name for name, value in told.items() if value == "told"] == ["PARVIS_LOG_LEVEL"]


def test_up_answers_when_everything_runs(up: "subprocess.CompletedProcess[str]", ports: Ports, state: State) -> None:
    ready = httpx.get(f"http://{HOST}:{ports.service('identity')}/health/ready", timeout=60)

    assert ready.status_code == 200
    assert board(state).all_running()
    assert f"http://plassans.localhost:{ports.public}" in up.stdout


def test_a_second_up_changes_nothing(up: "subprocess.CompletedProcess[str]", parvis: Parvis, state: State) -> None:
    before = {record.name: record.pid for record in board(state).records}

    again = parvis("up")

    assert again.returncode == 0
    assert {record.name: record.pid for record in board(state).records} == before


def test_up_brings_a_running_suite_to_the_code_of_the_checkout(
    up: "subprocess.CompletedProcess[str]", parvis: Parvis, state: State
) -> None:
    before = {record.name: record.pid for record in board(state).records}
    changed = CHECKOUT / "chassis" / "src" / "chassis" / "ids.py"
    changed.touch()

    again = parvis("up")

    after = {record.name: record.pid for record in board(state).records}
    assert again.returncode == 0, again.stdout + again.stderr
    assert "code nouveau" in again.stdout
    assert board(state).all_running()
    renewed = {name for name, pid in after.items() if pid != before[name]}
    assert renewed == set(OURS), "servers keep running, every process of ours is new"


async def test_up_brings_the_schema_where_a_restart_brought_the_code_before_it(
    up: "subprocess.CompletedProcess[str]", parvis: Parvis, state: State, ports: Ports
) -> None:
    password = Keyring(state.secrets).passwords("database")["admin"]
    database = await asyncpg.connect(f"postgresql://{SUPERUSER}:{password}@{HOST}:{ports.postgres}/notifier")
    noted = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'notifier'"
    before = await database.fetchval(noted)
    _, digest, version = before.split(" ")
    # As it is noted after an earlier release, and after a later one.
    await database.execute(f"comment on database notifier is 'parvis {'0' * len(digest)} {version}'")

    restarted = parvis("restart", "notifier")
    behind = parvis("up")
    after = await database.fetchval(noted)
    await database.execute("update alembic_version set version_num = 'of-tomorrow'")
    ahead = parvis("up")
    restarted_ahead = parvis("restart", "notifier")
    await database.execute("update alembic_version set version_num = $1", version)
    await database.close()

    assert (behind.returncode, ahead.returncode) == (0, 0), behind.stdout + behind.stderr + ahead.stdout + ahead.stderr
    assert "nouveau schéma (notifier)" in restarted.stdout
    assert "nouveau schéma" not in restarted_ahead.stdout
    assert "migrations" in behind.stdout
    assert "migrations" not in ahead.stdout
    assert after == before
    assert board(state).all_running()


@pytest.mark.parametrize("name", ["identity", "nats", "postgres", "mailbox"])
def test_a_killed_process_comes_back(up: "subprocess.CompletedProcess[str]", state: State, name: str) -> None:
    before = record(state, name)

    os.kill(before.pid or 0, signal.SIGKILL)

    # Five seconds on an idle machine (docs/benchmarks.md); here only that it comes back by itself.
    deadline = time.monotonic() + 60
    while record(state, name).pid == before.pid or not board(state).all_running():
        assert time.monotonic() < deadline, f"{name} is not back"
        time.sleep(0.02)


def test_status_shows_each_process(up: "subprocess.CompletedProcess[str]", parvis: Parvis) -> None:
    shown = parvis("status")

    assert shown.returncode == 0
    assert re.search(r"✓ +demarches +\d+ +running", shown.stdout)


def test_a_second_suite_on_the_same_ports_is_told_so_and_starts_nothing(
    up: "subprocess.CompletedProcess[str]", parvis: Parvis, tmp_path: Path
) -> None:
    refused = parvis("up", PARVIS_STATE=str(tmp_path / "other"))

    assert refused.returncode == 1
    assert "déjà pris" in refused.stderr
    assert not (tmp_path / "other" / "run" / "status.json").exists()


def test_the_next_up_takes_over_from_a_killed_supervisor(
    up: "subprocess.CompletedProcess[str]", parvis: Parvis, state: State
) -> None:
    orphans = [(record.pid, record.started) for record in board(state).records]
    os.kill(board(state).pid, signal.SIGKILL)

    again = parvis("up")

    assert again.returncode == 0
    assert "orphelins" in again.stdout
    assert [pid for pid, started in orphans if find(pid, started)] == []


def test_down_leaves_nothing_running(
    up: "subprocess.CompletedProcess[str]", parvis: Parvis, state: State, ports: Ports
) -> None:
    table = board(state)
    processes = [(table.pid, table.started), *((record.pid, record.started) for record in table.records)]

    assert parvis("down").returncode == 0

    assert [pid for pid, started in processes if find(pid, started)] == []
    for port in ports.all():
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0
    assert parvis("status").returncode == 4


def test_interrupting_up_leaves_nothing_half_running(parvis: Parvis, state: State, ports: Ports) -> None:
    environment = {**os.environ, "PARVIS_STATE": str(state.root), "PARVIS_PORT_BASE": str(ports.base)}
    starting = subprocess.Popen(
        [sys.executable, "-m", "suite", "up"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # As a terminal has it: a shell that runs all this in its background makes its children ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    deadline = time.monotonic() + 60
    while Board.read(state.run / "status.json") is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)

    starting.send_signal(signal.SIGINT)
    starting.communicate(timeout=300)

    assert starting.returncode == 130
    for port in ports.all():
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0
