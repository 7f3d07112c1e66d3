"""A server that can be started alone, by tests, or kept by the supervisor."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self, TypeVar

from suite.part import Part, spawn
from suite.sentences import NotReady

ServerT = TypeVar("ServerT", bound="Server")


class Server(Part):
    """Owns one folder: data, configuration and, when started alone, its log."""

    folder: Path
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> Self:
        """Returns when the server answers. Raises NotReady with its last words otherwise."""
        log = self.folder / f"{self.name}.log"
        self.prepare()
        self._process = spawn(self, log)
        deadline = time.monotonic() + self.ready_within
        while not self.ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise NotReady(self.name, log, last_lines(log))
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.grace)
        self.kill()

    def kill(self) -> None:
        """Ends the process and everything it started, as a power cut would."""
        if self._process is None:
            return
        end_group(self._process.pid)
        self._process.wait()
        self._process = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None


def end_group(pid: int) -> None:
    # PermissionError is what macOS answers for a group of which only a zombie is left.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def last_lines(log: Path, count: int = 8) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 8192))
        return "\n".join(stream.read().decode(errors="replace").splitlines()[-count:])
