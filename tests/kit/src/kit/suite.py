"""The whole local suite, started by its own command on free ports, with its state in a temporary folder.

PARVIS_E2E_URL_BASE=http://localhost:8000 uses one that already runs (its public entrance), and leaves it as it was found.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kit.asking import asking
from suite.keyring import Keyring
from suite.part import HOST
from suite.ports import Ports
from suite.servers.postgres import SUPERUSER
from suite.state import CHECKOUT, State
from suite.supervisor.records import Board

# Below the ports that the system gives to outgoing connections, far from the default base.
BASES = range(20_000, 32_000, 200)
START_SECONDS = 900
STOP_SECONDS = 300


class SuiteDidNotStart(Exception):
    """`parvis up` refused; its own words follow."""


@dataclass(frozen=True)
class RunningSuite:
    """Where the suite answers. `state` is None for one that was not started here."""

    ports: Ports
    state: State | None = None
    told: dict[str, str] = field(default_factory=dict[str, str])

    def portal(self, path: str = "/", *, organisation: str = "plassans") -> str:
        return f"http://{organisation}.localhost:{self.ports.public}{path}"

    def console(self, path: str = "/") -> str:
        return f"http://agents.localhost:{self.ports.internal}{path}"

    @property
    def mailbox(self) -> str:
        return f"http://{HOST}:{self.ports.mailbox}"

    @property
    def traces(self) -> str:
        return f"http://{HOST}:{self.ports.traces}"

    def mails(self, recipient: str) -> list[dict[str, Any]]:
        """What this address has received, newest first: subject, text, html, headers, trace_id…"""
        answer = asking().get(f"{self.mailbox}/api/messages", params={"to": recipient})
        return answer.raise_for_status().json()

    def trace(self, trace_id: str) -> list[dict[str, Any]]:
        """The spans that have arrived so far of one trace, by start; none while nothing has."""
        answer = asking().get(f"{self.traces}/api/traces/{trace_id}")
        return [] if answer.status_code == 404 else answer.raise_for_status().json()["spans"]

    def traces_with(self, text: str, **narrowed: str) -> list[dict[str, Any]]:
        """Lines of the traces in which this text appears, newest first."""
        answer = asking().get(f"{self.traces}/api/traces", params={"text": text, **narrowed})
        return answer.raise_for_status().json()

    def admin_url(self, database: str) -> str:
        """A database as its superuser sees it, of a suite that was started here: to count, never to change."""
        assert self.state is not None, "this suite was not started by the tests"
        password = Keyring(self.state.secrets).passwords("database")["admin"]
        servers = f"{HOST}:{self.ports.postgres}"
        if self.told.get("PARVIS_CLUSTER"):
            both = f"{servers},{HOST}:{self.ports.postgres_twin}"
            return f"postgresql://{SUPERUSER}:{password}@{both}/{database}?target_session_attrs=read-write"
        return f"postgresql://{SUPERUSER}:{password}@{servers}/{database}"

    def app_url(self, service: str) -> str:
        """The service's database as the service itself sees it."""
        assert self.state is not None, "this suite was not started by the tests"
        password = Keyring(self.state.secrets).passwords("database")[f"{service}_app"]
        return f"postgresql://{service}_app:{password}@{HOST}:{self.ports.postgres}/{service}"

    def parvis(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """The command line, as whoever operates this suite would use it; its exit code is the caller's to judge."""
        assert self.state is not None, "this suite was not started by the tests"
        told = {"PARVIS_STATE": str(self.state.root), "PARVIS_PORT_BASE": str(self.ports.base), **self.told}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")} | told
        command = [sys.executable, "-m", "suite", *words]
        return subprocess.run(command, cwd=CHECKOUT, env=environment, check=False, capture_output=True, text=True)

    def is_whole(self) -> bool:
        """Whether every process runs and answers, of a suite that was started here."""
        assert self.state is not None, "this suite was not started by the tests"
        board = Board.read(self.state.run / "status.json")
        return board is not None and board.all_running()

    def processes(self) -> dict[str, int]:
        """Process ids by name, of a suite that was started here."""
        assert self.state is not None, "this suite was not started by the tests"
        board = Board.read(self.state.run / "status.json")
        return {record.name: record.pid for record in board.records if record.pid} if board else {}


@contextmanager
def running_suite(folder: Path, **told: str) -> Iterator[RunningSuite]:
    """`folder` keeps its state and its logs; `told` is more of its environment."""
    if given := os.environ.get("PARVIS_E2E_URL_BASE"):
        yield RunningSuite(Ports(urlsplit(given).port or 8000))
        return
    state, ports = State(folder), _free_ports()
    # The tests' machine may speak to a collector of its own; the suite's spans are read from the suite's viewer.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    environment |= {"PARVIS_STATE": str(folder), "PARVIS_PORT_BASE": str(ports.base), **told}
    _parvis("up", environment, within=START_SECONDS)
    try:
        yield RunningSuite(ports, state, told)
    finally:
        _parvis("down", environment, within=STOP_SECONDS)


def _parvis(verb: str, environment: dict[str, str], *, within: float) -> None:
    command = [sys.executable, "-m", "suite", verb]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, check=False, capture_output=True, text=True, timeout=within
    )
    if done.returncode:
        raise SuiteDidNotStart(f"parvis {verb}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def _free_ports() -> Ports:
    # Workers of one run, and runs of one machine, begin their search at different places.
    start = os.getpid() % len(BASES)
    for base in (*BASES[start:], *BASES[:start]):
        ports = Ports(base)
        if all(_is_free(port) for port in ports.all()):
            return ports
    raise SuiteDidNotStart("no free range of ports on this machine")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
