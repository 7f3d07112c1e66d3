"""Whether a process that runs still does anything: one that was stopped, or hangs, dies of nothing and would never be brought back."""

import time
from pathlib import Path

import psutil

from suite.part import Child, Part
from suite.supervisor.progress import Progress, busy

LOOK_SECONDS = 5.0
# The kernel says so itself, whatever the machine has to do.
STOPPED_SECONDS = 30.0
# Neither an answer nor a sign of work. Where nobody says who waits for the processor, somebody may wait that long for
# their turn on a machine at its limits.
SILENT_SECONDS = 60.0 if Path("/proc/self/schedstat").exists() else 180.0
# However busy it seems to be: a thread that turns in a circle is no work for those who wait for the others.
UNANSWERED_SECONDS = 300.0


class Watch:
    """One life of one process. `excused`: an exercise that slows it down is under way while this file is there."""

    def __init__(self, part: Part, process: Child, log: Path, excused: Path | None) -> None:
        self._part, self._process, self._excused = part, process, excused
        self._progress = Progress(process, log)
        self._well_at = self._answered_at = time.monotonic()

    def verdict(self) -> str:
        """Empty while all is well, or not bad for long; else why it must go."""
        now = time.monotonic()
        if self._excused is not None and self._excused.exists():
            self._well_at = self._answered_at = now
            return ""
        if stopped := is_stopped(self._process.pid):
            limit, words = STOPPED_SECONDS, "stopped from outside (SIGSTOP)"
        else:
            limit, words = SILENT_SECONDS, f"no answer and no sign of work ({busy()})"
        if not stopped and self._part.gave_up():
            return "it says that it works no more until it is started anew"
        if not stopped and self._part.alive():
            self._well_at = self._answered_at = time.monotonic()
        elif not stopped and self._progress.look():
            self._well_at = time.monotonic()
            unanswered = self._well_at - self._answered_at
            if unanswered > UNANSWERED_SECONDS:
                return f"works, but has answered nobody for {unanswered:.0f} s ({busy()})"
        silent = time.monotonic() - self._well_at
        return f"{words} for {silent:.0f} s" if silent > limit else ""


def is_stopped(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_STOPPED
    except psutil.NoSuchProcess:
        return False
