"""What the supervisor writes down: for `parvis status`, and for whoever comes after it was killed."""

import json
import time
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

import psutil

from suite.keyring import write_private


class Condition(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    FAILING = "failing"
    STOPPED = "stopped"


@dataclass
class Record:
    """One process. `started` is the kernel's start time of `pid`: a pid alone may be somebody else's by now."""

    name: str
    address: str = ""
    # Those of a higher floor use those below: they are ended first.
    floor: int = 0
    condition: Condition = Condition.WAITING
    pid: int | None = None
    started: float | None = None
    since: float = 0.0
    restarts: int = 0
    ready_after: float | None = None
    last_words: str = ""
    # While it starts: for how long, with how much processor time.
    getting_on: str = ""


@dataclass
class Board:
    """The whole table, as it stands in `.parvis/run/status.json`."""

    pid: int
    started: float
    port_base: int
    records: list[Record] = field(default_factory=list[Record])

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "Board | None":
        try:
            raw = json.loads(path.read_text())
        except (OSError, ValueError):
            return None
        records = [Record(**{**one, "condition": Condition(one["condition"])}) for one in raw.pop("records")]
        return cls(**raw, records=records)

    def supervised(self) -> bool:
        return find(self.pid, self.started) is not None

    def all_running(self) -> bool:
        return all(record.condition is Condition.RUNNING for record in self.records)


def start_time(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None


def find(pid: int | None, started: float | None) -> psutil.Process | None:
    """The recorded process, if it still is that one. The tolerance covers a clock that was set in between."""
    if pid is None or started is None:
        return None
    try:
        process = psutil.Process(pid)
        return process if abs(process.create_time() - started) <= 2 and is_alive(process) else None
    except psutil.NoSuchProcess:
        return None


def is_alive(process: psutil.Process) -> bool:
    """A zombie is dead: in a container nobody may bury it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_gone(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Returns those that are still alive after so many seconds."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if is_alive(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left
