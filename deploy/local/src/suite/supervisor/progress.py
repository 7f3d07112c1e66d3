"""Whether a process that is not ready yet gets on: on a machine busy with something else the clock alone says nothing."""

import contextlib
import os
import time
from pathlib import Path

import psutil

from suite.part import Child

# Less than a start takes, more than answering our own questions (twice a second, once it lasts).
SIGN_SECONDS = 0.5
LOOK_EVERY = 1.0
# However busy it seems to be: who says for so long that it is not ready waits for something else.
LONGEST_START = 300.0


class Progress:
    """`stuck_for` counts from the last sign of life: processor time of the process and its children, had or waited for, or a
    longer log. Who hangs asks for no processor."""

    def __init__(self, process: Child, log: Path) -> None:
        self._process, self._log = process, log
        self._began = self._moved_at = self._looked_at = time.monotonic()
        self._work, self._size = 0.0, _size(log)
        self._waited = waited_of(process.pid)
        self.worked = 0.0

    def look(self) -> bool:
        """True when it has moved since it was last looked at."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = now
        self.worked, size = work_of(self._process.pid), _size(self._log)
        waited = waited_of(self._process.pid)
        asked_for = self.worked - self._work + waited - self._waited
        if asked_for < SIGN_SECONDS and size == self._size:
            return False
        self._work, self._waited, self._size, self._moved_at = self.worked, waited, size, now
        return True

    @property
    def stuck_for(self) -> float:
        return time.monotonic() - self._moved_at

    @property
    def lasted(self) -> float:
        return time.monotonic() - self._began

    def __str__(self) -> str:
        return f"{self.lasted:.0f} s, {self.worked:.1f} s de processeur"


def work_of(pid: int) -> float:
    """Processor seconds of a process, its children, and those that they have buried."""
    total = 0.0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += sum(one.cpu_times()[:4])
    return total


def waited_of(pid: int) -> float:
    """Seconds that the process and its children were ready to run while others did; 0 where the kernel does not say."""
    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            for thread in Path(f"/proc/{one.pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    total += int(thread.read_text().split()[1])
    return total / 1e9


def busy() -> str:
    """How much else the machine has to do, for whoever wonders why nothing comes."""
    return f"charge {os.getloadavg()[0]:.0f} pour {os.cpu_count()} cœurs"


def _size(log: Path) -> int:
    with contextlib.suppress(OSError):
        return log.stat().st_size
    return 0
