"""What can be made to fail, done to the real processes: no code of the services knows of it.

A slow server is one that is stopped nine tenths of the time; a dead one is killed and held down by the supervisor.
"""

import contextlib
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from suite.supervisor.records import Board, find

LONGEST_SECONDS = 900.0
USUAL_SECONDS = 120.0


@dataclass(frozen=True)
class Fault:
    """`part` is the process that it befalls."""

    name: str
    part: str
    french: str
    work: Callable[["Exercises", threading.Event], None]


@dataclass
class Under:
    """A fault that goes on."""

    until: float
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class Exercises:
    def __init__(self, run: Path) -> None:
        self._board = run / "status.json"
        self._held, self._excused = run / "held", run / "excused"
        self._under: dict[str, Under] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, seconds: float) -> None:
        """It ends by itself. Beginning again only moves the end."""
        fault = FAULTS[name]
        with self._lock:
            until = time.time() + min(seconds, LONGEST_SECONDS)
            if name in self._under:
                self._under[name].until = until
                return
            under = self._under[name] = Under(until)
            under.thread = threading.Thread(target=self._run, args=(fault, under), daemon=True)
            under.thread.start()

    def end(self, name: str) -> None:
        with self._lock:
            under = self._under.get(name)
        if under and under.thread:
            under.stop.set()
            under.thread.join(10)

    def end_all(self) -> None:
        for name in list(self._under):
            self.end(name)
        self.heal()

    def heal(self) -> None:
        """What a former life of this process may have left: everything goes on."""
        for part in {fault.part for fault in FAULTS.values()}:
            self.release(part)
            (self._excused / part).unlink(missing_ok=True)
            with contextlib.suppress(psutil.Error):
                resume(self.family(part))

    def status(self) -> list[dict[str, object]]:
        now = time.time()
        return [
            {
                "name": fault.name,
                "part": fault.part,
                "french": fault.french,
                "on": fault.name in self._under,
                "seconds_left": max(0, round(self._under[fault.name].until - now)) if fault.name in self._under else 0,
            }
            for fault in FAULTS.values()
        ]

    def _run(self, fault: Fault, under: Under) -> None:
        watch = threading.Thread(target=self._end_in_time, args=(under,), daemon=True)
        watch.start()
        # Whoever keeps the processes running sees one that does nothing: for once that is what was asked for.
        self._excused.mkdir(exist_ok=True)
        (self._excused / fault.part).touch()
        try:
            fault.work(self, under.stop)
        finally:
            (self._excused / fault.part).unlink(missing_ok=True)
            with self._lock:
                self._under.pop(fault.name, None)
            under.stop.set()

    def _end_in_time(self, under: Under) -> None:
        while not under.stop.wait(0.2):
            if time.time() >= under.until:
                under.stop.set()

    def family(self, part: str) -> list[psutil.Process]:
        """The process and its children, as they are now."""
        board = Board.read(self._board)
        for record in board.records if board else ():
            if record.name == part and (parent := find(record.pid, record.started)):
                return [parent, *parent.children(recursive=True)]
        return []

    def hold(self, part: str) -> None:
        self._held.mkdir(exist_ok=True)
        (self._held / part).touch()

    def release(self, part: str) -> None:
        (self._held / part).unlink(missing_ok=True)


def down(part: str) -> Callable[[Exercises, threading.Event], None]:
    """Dead, and not brought back before the end."""

    def work(exercises: Exercises, stop: threading.Event) -> None:
        exercises.hold(part)
        try:
            while not stop.is_set():
                for process in exercises.family(part):
                    with contextlib.suppress(psutil.Error):
                        process.kill()
                stop.wait(0.2)
        finally:
            exercises.release(part)

    return work


def slow(part: str, *, stopped: float, running: float) -> Callable[[Exercises, threading.Event], None]:
    """Stopped for about `stopped` seconds, half as long or half as long again: whoever asks at even intervals would
    otherwise fall into step with the stops, and always meet the same part of them."""

    def work(exercises: Exercises, stop: threading.Event) -> None:
        while not stop.is_set():
            with frozen(lambda: exercises.family(part)):
                stop.wait(stopped * random.uniform(0.5, 1.5))
            stop.wait(running)

    return work


def silent(part: str, words: str) -> Callable[[Exercises, threading.Event], None]:
    """The children of a process that were started for one task never get anywhere: some live a twentieth of a second, so that
    they are looked for more often than that."""

    def work(exercises: Exercises, stop: threading.Event) -> None:
        seen: dict[int, psutil.Process] = {}
        family: list[psutil.Process] = []
        looked = -1.0
        try:
            while not stop.wait(0.005):
                # The whole family is a walk over every process of the machine; who was just born is told by the kernel.
                if time.monotonic() - looked > 0.5:
                    family, looked = exercises.family(part), time.monotonic()
                    born = {process.pid for process in family[1:]}
                else:
                    born = set(children(family[0].pid)) if family else set[int]()
                for pid in born - seen.keys():
                    with contextlib.suppress(psutil.Error):
                        process = psutil.Process(pid)
                        if words in " ".join(process.cmdline()):
                            process.send_signal(signal.SIGSTOP)
                            seen[pid] = process
        finally:
            resume(seen.values())

    return work


def children(pid: int) -> Iterator[int]:
    """Those of any of its threads."""
    for told in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, told.read_text().split())


@contextlib.contextmanager
def frozen(family: Callable[[], list[psutil.Process]]) -> Iterator[None]:
    found = family()
    try:
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGSTOP)
        yield
    finally:
        resume(found)


def resume(processes: "object") -> None:
    for process in processes:  # type: ignore[attr-defined]
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGCONT)


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("slow-mail", "mailbox", "Courriels lents", slow("mailbox", stopped=4.0, running=0.2)),
        Fault("scanner-down", "documents", "Analyse des pièces en panne", silent("documents", "documents.checks")),
        Fault("bus-cut", "nats", "Messagerie interne coupée", down("nats")),
        Fault("objects-down", "s3", "Stockage des pièces en panne", down("s3")),
        Fault("slow-database", "postgres", "Base de données lente", slow("postgres", stopped=2.5, running=0.2)),
    )
}
