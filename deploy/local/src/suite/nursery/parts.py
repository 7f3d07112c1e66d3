"""The nursery and what it brings forth, as the supervisor sees them."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from suite.part import Part, base_environment, python

ANSWER_SECONDS = 10.0


def forking() -> bool:
    return sys.platform == "linux" and os.environ.get("PARVIS_FORK") != "0"


class Forked:
    """A process that somebody else is the parent of; what the supervisor asks of a child, asked of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            # Stays this process's own, whoever gets the number next, and tells the end even of one nobody buries.
            self._handle = os.pidfd_open(pid)
        except ProcessLookupError:
            self._handle = -1

    def poll(self) -> int | None:
        """Its exit code is its parent's secret: 0 says that it is gone, its log says why."""
        return 0 if self._gone(0) else None

    def wait(self, timeout: float | None = None) -> int:
        if not self._gone(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def send_signal(self, number: int, /) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, number)

    def _gone(self, timeout: float | None) -> bool:
        return self._handle < 0 or bool(select.select([self._handle], [], [], timeout)[0])

    def __del__(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)


class Nursery(Part):
    name = "nursery"

    def __init__(self) -> None:
        self._door: socket.socket | None = None
        self._open = False
        self._asking = threading.Lock()

    def spawn(self, log: Path) -> "subprocess.Popen[bytes]":
        ours, theirs = socket.socketpair()
        with log.open("ab") as output, theirs:
            process = subprocess.Popen(
                [python(), "-m", "suite.nursery", str(theirs.fileno())],
                env=base_environment(),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        with self._asking:
            if self._door:
                self._door.close()
            ours.settimeout(ANSWER_SECONDS)
            self._door, self._open = ours, False
        return process

    def ready(self) -> bool:
        with self._asking:
            if self._door and not self._open and select.select([self._door], [], [], 0)[0]:
                self._open = "ready" in self._read(self._door)
            return self._open

    def bear(self, program: str, *, environment: dict[str, str], log: Path, niceness: int = 0) -> Forked:
        """Raises OSError when the nursery is down: the supervisor tries again."""
        request = {"program": program, "environment": environment, "log": str(log), "niceness": niceness}
        with self._asking:
            if self._door is None or not self._open:
                raise ConnectionError("the nursery is not there")
            self._door.sendall(json.dumps(request).encode() + b"\n")
            return Forked(self._read(self._door)["pid"])

    def _read(self, door: socket.socket) -> dict[str, int]:
        line = b""
        while not line.endswith(b"\n"):
            chunk = door.recv(4096)
            if not chunk:
                raise ConnectionError("the nursery went away")
            line += chunk
        return json.loads(line)
