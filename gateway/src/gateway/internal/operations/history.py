"""Thirty days of what the objectives count, in a few numbers per service and hour, and what changed meanwhile.

In memory, and in a file where there is a place for one (`PARVIS_MEASURES_FILE`): an entrance owns no database.
"""

import asyncio
import os
import socket
from collections.abc import Mapping
from pathlib import Path

import msgspec

from chassis import logs
from gateway.internal.operations.changes import Change, Changes
from gateway.internal.operations.samples import Sample

DAY = 86_400
KEPT = 30 * DAY
# Fine for half a day, which is what burning fast is about; by the hour beyond.
STEP, FINE, COARSE = 300, DAY // 2, 3600
SLOWEST = 1.0
FRESH = 60.0
SAVE_EVERY = 60.0
# A suite that is being started is not a service that fails.
GRACE = 60.0


class Tally(msgspec.Struct, array_like=True):
    """What was counted in a stretch of time: answers, and how many of them failed or took over a second; looks, and how many
    found nobody or found events that had waited too long; attempts of mails, and how many were not taken; answers of an entrance that
    say « later »."""

    answers: float = 0
    failing: float = 0
    slow: float = 0
    looks: float = 0
    silent: float = 0
    stale: float = 0
    attempts: float = 0
    untaken: float = 0
    turned_away: float = 0

    def add(self, other: "Tally") -> None:
        for name in Tally.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Saved(msgspec.Struct):
    steps: dict[str, dict[int, Tally]]
    changes: list[Change]
    seen: dict[str, dict[str, str]]


class History:
    def __init__(self, file: Path | None = None) -> None:
        self.changes = Changes()
        self._file = file
        self._steps: dict[str, dict[int, Tally]] = {}
        self._saved_at = 0.0
        self._began = 0.0
        self._last: dict[str, Sample] = {}
        if file is not None and file.exists():
            self._load(file)

    @property
    def since(self) -> float | None:
        return min((moment for steps in self._steps.values() for moment in steps), default=None)

    def total(self, service: str, *, since: float) -> Tally:
        found = Tally()
        for moment, tally in self._steps.get(service, {}).items():
            if moment + STEP > since:
                found.add(tally)
        return found

    async def take(self, taken: Mapping[str, Sample | None], now: float) -> None:
        """One look at every service; None for one that did not answer."""
        self._began = self._began or now
        for service, sample in taken.items():
            if sample is None and service not in self._last and now < self._began + GRACE:
                continue
            steps = self._steps.setdefault(service, {})
            steps.setdefault(int(now // STEP) * STEP, Tally()).add(counted(self._last.get(service), sample))
            if sample is not None:
                self._last[service] = sample
                self.changes.see(service, sample)
        if self._file is not None and now - self._saved_at >= SAVE_EVERY:
            self._saved_at = now
            self._merge(now)
            saved = msgspec.json.encode(Saved(self._steps, self.changes.kept, self.changes.seen))
            await asyncio.to_thread(_write, self._file, saved)
        elif self._file is None:
            self._merge(now)

    def _merge(self, now: float) -> None:
        for steps in self._steps.values():
            for moment in [one for one in steps if one < now - FINE]:
                tally = steps.pop(moment)
                if moment >= now - KEPT:
                    steps.setdefault(moment // COARSE * COARSE, Tally()).add(tally)

    def _load(self, file: Path) -> None:
        try:
            saved = msgspec.json.decode(file.read_bytes(), type=Saved)
        except (msgspec.DecodeError, OSError) as error:
            logs.log.warning("measures not read", file=file.name, cause=type(error).__name__)
            return
        self._steps, self.changes.kept, self.changes.seen = saved.steps, saved.changes, saved.seen


def counted(before: Sample | None, after: Sample | None) -> Tally:
    """Between two looks. Counters that went back were begun anew: all that they say is new."""
    if after is None:
        return Tally(looks=1, silent=1)
    tally = Tally(looks=1, stale=after.values.get("parvis_outbox_oldest_seconds", 0) > FRESH)
    if before is None:
        return tally
    if before.running.get("started") != after.running.get("started") or _went_back(before.answers, after.answers):
        before = Sample(before.at, {}, {}, {}, {})
    answers = _grown(before.answers, after.answers)
    tally.answers = sum(answers.values())
    tally.failing = answers.get("5xx", 0)
    within = after.within.get(SLOWEST, 0) - before.within.get(SLOWEST, 0)
    tally.slow = max(0.0, tally.answers - within)
    attempts = _grown(before.attempts, after.attempts)
    tally.attempts = sum(attempts.values())
    tally.untaken = tally.attempts - attempts.get("accepted", 0)
    tally.turned_away = max(0.0, after.turned_away - before.turned_away)
    return tally


def _went_back(before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    return any(after.get(name, 0) < value for name, value in before.items())


def _grown(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: max(0.0, value - before.get(name, 0)) for name, value in after.items()}


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, and beside what another entrance may be writing of the same file."""
    beside = file.with_suffix(f".{socket.gethostname()}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        os.replace(beside, file)
    except OSError as error:
        logs.log.warning("measures not kept", file=file.name, cause=type(error).__name__)
