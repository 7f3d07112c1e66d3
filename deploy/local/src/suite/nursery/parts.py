"""The nursery and what it brings forth, as the supervisor sees them."""

import json
import os
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil

from suite.part import Part, base_environment, python

ANSWER_SECONDS = 10.0


def forking() -> bool:
    return sys.platform == "linux" and os.environ.get("PARVIS_FORK") != "0"


class Forked:
    """A process that somebody else is the parent of; what the supervisor asks of a child, asked of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process: psutil.Process | None = None
        try:
            self._process = psutil.Process(pid)
        except psutil.NoSuchProcess:
            return

    def poll(self) -> int | None:
        """Its exit code is its parent's secret: 0 says that it is gone, its log says why."""
        gone = self._process is None or not self._process.is_running() or self._process.status() == "zombie"
        return 0 if gone else None

    def wait(self, timeout: float | None = None) -> int:
        if self._process is not None:
            try:
                self._process.wait(timeout)
            except psutil.TimeoutExpired as late:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from late
        return 0

    def send_signal(self, number: int) -> None:
        if self._process is not None and self.poll() is None:
            self._process.send_signal(number)


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

    def bear(self, program: str, *, environment: dict[str, str], log: Path) -> Forked:
        """Raises OSError when the nursery is down: the supervisor tries again."""
        request = {"program": program, "environment": environment, "log": str(log)}
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
