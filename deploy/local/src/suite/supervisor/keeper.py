"""One thread per process: start it, wait until it answers, wait until it dies, start it again."""

import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from suite.part import Child, Part
from suite.sentences import CannotGoOn
from suite.servers.server import end_group, last_lines
from suite.supervisor.progress import LONGEST_START, Progress, busy
from suite.supervisor.records import Condition, Record, start_time
from suite.supervisor.watching import Watch

# Quick at first, because a killed process must be back within five seconds; patient when it keeps dying.
DELAYS = (0.1, 0.3, 1.0, 2.0, 5.0)
# A process that stayed up this long was not in a crash loop: the next restart is quick again.
STEADY_SECONDS = 5.0
FAILING_AFTER = 3
POLL_SECONDS = 0.03
# A start that lasts is not hastened by being asked: what is asked takes time from it.
HASTY_SECONDS, PATIENT_POLL_SECONDS = 15.0, 0.5
STEP_SECONDS = 120.0
LONG_LOG = 20 << 20


def make_room(log: Path) -> None:
    """A log begins anew at a start that finds it long; the one before is kept beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LONG_LOG:
        log.replace(log.with_suffix(".log.1"))


class NotReady(Exception):
    """This life ended, or lasted too long, before the process answered."""


class Keeper:
    def __init__(
        self,
        part: Part,
        log: Path,
        *,
        changed: Callable[[], None],
        hold: Path | None = None,
        excused: Path | None = None,
    ) -> None:
        """`hold`: while this file is there, the process is not started; `excused`: it may do nothing for a while."""
        self._hold, self._excused = hold, excused
        self.part, self.log = part, log
        self.record = Record(part.name, part.address, since=time.time())
        self.ready = threading.Event()
        self._changed = changed
        self._stopping = threading.Event()
        self._process: Child | None = None
        self._watch: Watch | None = None
        self._given_up = ""
        self._thread: threading.Thread | None = None

    def keep(self, needs: "list[Keeper]") -> None:
        self._thread = threading.Thread(target=self._run, args=(needs,), name=self.part.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns once the process and its children are gone."""
        self._stopping.set()
        if process := self._process:
            if process.poll() is None:
                process.send_signal(self.part.stop_signal)
            try:
                process.wait(self.part.grace)
            except subprocess.TimeoutExpired:
                end_group(process.pid)
        if self._thread:
            self._thread.join(self.part.grace)
        self._say(Condition.STOPPED, pid=None)

    def look(self) -> None:
        """Ends a process that runs and does nothing any more; its thread then starts it again. Makes again what is missing in
        one that runs."""
        watch, process = self._watch, self._process
        if watch is None or process is None or self._stopping.is_set():
            return
        if words := watch.verdict():
            self._given_up, self._watch = words, None
            end_group(process.pid)
        elif not self.part.whole() and (command := self.part.once_ready()):
            # What fails is tried at the next look; its own words are in the log.
            with suppress(NotReady, OSError):
                self._run_once(command)

    def _run(self, needs: "list[Keeper]") -> None:
        for need in needs:
            while not need.ready.wait(0.2):
                if self._stopping.is_set():
                    return
        deaths = 0
        while not self._stopping.is_set():
            while self._held() and not self._stopping.wait(POLL_SECONDS):
                self.record.last_words = "exercice : parvis fault off"
            born = time.monotonic()
            words = self._live()
            if self._stopping.is_set():
                return
            deaths = 1 if time.monotonic() - born > STEADY_SECONDS else deaths + 1
            self.record.restarts += 1
            self.record.last_words = words
            self._say(Condition.FAILING if deaths >= FAILING_AFTER else Condition.RESTARTING, pid=None)
            self._stopping.wait(DELAYS[min(deaths, len(DELAYS)) - 1])

    def _held(self) -> bool:
        """An exercise (suite.faults) keeps it down until it ends."""
        return self._hold is not None and self._hold.exists()

    def _live(self) -> str:
        """One life, from preparation to death. Returns its last words."""
        try:
            self.part.prepare()
            if self._stopping.is_set():
                return ""
            self._begin()
            self._until_ready()
            process = self._process
            assert process is not None
            self._watch = Watch(self.part, process, self.log, self._excused)
            code = process.wait()
            return f"{self._given_up or f'exit {code}'}\n{last_lines(self.log)}"
        except NotReady as late:
            return f"{late}\n{last_lines(self.log)}"
        except CannotGoOn as sentence:
            return str(sentence)
        except Exception as error:  # Whatever a part's own steps raise: it is reported and tried again.
            return f"{type(error).__name__}: {error}"
        finally:
            self._watch, self._given_up = None, ""
            self._bury()

    def _begin(self) -> None:
        began = time.monotonic()
        make_room(self.log)
        self._process = self.part.spawn(self.log)
        self.record.started = start_time(self._process.pid)
        self._say(Condition.STARTING, pid=self._process.pid)
        self._began = began

    def _until_ready(self) -> None:
        process = self._process
        assert process is not None
        progress = Progress(process, self.log)
        while not self.part.ready():
            if (code := process.poll()) is not None:
                raise NotReady(f"exit {code}")
            if progress.look():
                self.record.getting_on = str(progress)
                self._changed()
            if self._stopping.wait(POLL_SECONDS if progress.lasted < HASTY_SECONDS else PATIENT_POLL_SECONDS):
                raise NotReady("stopped before it was ready")
            if progress.stuck_for > self.part.ready_within:
                raise NotReady(
                    f"no sign of work for {self.part.ready_within:.0f} s, not ready after {progress} ({busy()})"
                )
            if progress.lasted > LONGEST_START:
                raise NotReady(f"works, but is not ready after {progress} ({busy()})")
        if command := self.part.once_ready():
            self._run_once(command)
        self.record.ready_after = time.monotonic() - self._began
        self._say(Condition.RUNNING, pid=process.pid)
        self.ready.set()

    def _run_once(self, command: list[str]) -> None:
        """Raises NotReady when it fails, lasts too long, or the suite is being stopped meanwhile."""
        with self.log.open("ab") as output:
            step = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        deadline = time.monotonic() + STEP_SECONDS
        try:
            while (code := step.poll()) is None:
                if self._stopping.wait(POLL_SECONDS) or time.monotonic() > deadline:
                    raise NotReady(f"« {' '.join(command[1:])} » did not end")
            if code:
                raise NotReady(f"« {' '.join(command[1:])} » exit {code}")
        finally:
            end_group(step.pid)
            step.wait()

    def _bury(self) -> None:
        if self._process is not None:
            # Grandchildren too: a database whose parent was killed must not hold the port of the next one.
            end_group(self._process.pid)
            self._process.wait()
            self._process = None

    def _say(self, condition: Condition, *, pid: int | None) -> None:
        if condition is not self.record.condition:
            self.record.since = time.time()
        self.record.condition, self.record.pid = condition, pid
        self._changed()
