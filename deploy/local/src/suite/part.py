"""One process of the suite: how it is prepared, started and known to be ready."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Protocol

from suite.sentences import PortTaken, ProgramMissing

HOST = "127.0.0.1"


class Child(Protocol):
    """A started process: one of subprocess, or one that the nursery forked."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, number: int, /) -> None: ...


class Part:
    """What the supervisor needs to know about a process. `prepare` runs before each start and must be repeatable."""

    name: str
    # What must be ready before it starts, and what else must outlive it when all is stopped.
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    address: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    # Without a sign of work: on an idle machine each is there within two seconds, on a busy one it may take minutes.
    ready_within: float = 90.0

    def check(self) -> None:
        """Before anything starts: raises CannotGoOn when this machine cannot run it."""
        for port in self.ports():
            must_be_free(port, self.name)

    def prepare(self) -> None: ...

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def spawn(self, log: Path) -> Child:
        return spawn(self, log)

    def ready(self) -> bool:
        return True

    def alive(self) -> bool:
        """Whether it still answers, once it has been ready. Not whether what it stands on is there: nobody is killed for
        that of another."""
        return True

    def gave_up(self) -> bool:
        """Whether it says itself that it does its work no more until it is started anew, though it answers."""
        return False

    def whole(self) -> bool:
        """Whether what `once_ready` makes is still there, as far as one can tell cheaply: otherwise it is made again."""
        return True

    def once_ready(self) -> list[str]:
        """A command for each time the process has become ready, before those that need it start. None when empty."""
        return []

    def ports(self) -> tuple[int, ...]:
        return ()


def spawn(part: Part, log: Path) -> "subprocess.Popen[bytes]":
    """Starts the process in a session of its own, so that a Ctrl-C in the terminal never reaches it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            part.command(),
            env={**base_environment(), **part.environment()},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def base_environment() -> dict[str, str]:
    """What a process inherits: enough to run, none of the caller's PARVIS_*, PG* or proxy settings."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SSL_CERT_FILE")
    return {
        "PYTHONUNBUFFERED": "1",
        # One heap per thread is what makes an idle process of ours twice as large as it need be.
        "MALLOC_ARENA_MAX": "2",
        **{name: os.environ[name] for name in kept if name in os.environ},
    }


def program(name: str) -> str:
    """The path of a program that a wheel put in this virtual environment."""
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.exists():
        raise ProgramMissing(name)
    return str(path)


def python() -> str:
    return sys.executable


def must_be_free(port: int, name: str) -> None:
    with socket.socket() as probe:
        # As servers do: a connection in TIME_WAIT is no obstacle, a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port, name) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def fetched(port: int, path: str, *, timeout: float = 2.0) -> bytes:
    """Raises OSError or HTTPException where nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def answers(port: int, path: str, *, expected: tuple[int, ...] = (200,), timeout: float = 2.0) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in expected
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
