"""Half an hour of every service's measures, in memory: what the supervision page draws, with or without Prometheus."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from prometheus_client.parser import text_string_to_metric_families

from chassis import telemetry
from gateway.api import Refused
from gateway.measures import TURNED_AWAY

EVERY = 10.0
KEPT = 181
DURATION = "parvis_http_request_seconds"
# Gauges and counters that are kept as they are, or summed over their labels.
PLAIN = (
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "parvis_outbox_oldest_seconds",
    "parvis_outbox_waiting",
    "parvis_dead_letters_open",
    "parvis_timers_overdue_seconds",
    "parvis_parked_events",
    "parvis_consumer_pending",
    "parvis_events_consumed_total",
    "parvis_database_up",
    "parvis_bus_up",
    "parvis_database_connections_used",
    "parvis_database_connections_limit",
    "parvis_notifications_under_way",
    "parvis_journal_contradicted_total",
    "parvis_objects_broken",
)
OWN_ANSWERS = "parvis_entrance_answers_total"
CLOCK = "parvis_clock_seconds"
# What runs, told as labels (chassis.running): the label that says it.
RUNNING = {"parvis_running_code": ("code", "version"), "parvis_running_schema": ("schema", "revision")}


class Dependency(NamedTuple):
    """What a service stands on, as it last found it."""

    up: bool
    seconds: float
    keeps: bool = True
    """Whether it takes anything more; another release may not say."""


class Sample(NamedTuple):
    """One service at one moment. `answers` and `attempts` count since its start, by status class and by outcome; `within`
    says how many answers came within so many seconds; `running` is what it runs: code, schema, `setting:<name>`, `feature:<name>`
    and `turn:<name>`, started. `clock` is its own time, `astray` by how many seconds that cannot be ours."""

    at: float
    answers: Mapping[str, float]
    within: Mapping[float, float]
    attempts: Mapping[str, float]
    values: Mapping[str, float]
    dependencies: Mapping[str, Dependency] = {}
    running: Mapping[str, str] = {}
    turned_away: float = 0
    clock: float | None = None
    astray: float = 0


class Asked(Protocol):
    """Whoever tells its measures: a service, the other entrance, ourselves."""

    async def get(self, path: str, /) -> Any: ...


Told = Callable[[Mapping[str, Sample | None], float], Awaitable[None]]


class Samples:
    """Asks every service for its `/metrics`; None where it did not answer. `told` hears each look."""

    def __init__(self, services: Mapping[str, Asked], told: Told | None = None) -> None:
        self._services, self._told = services, told
        self.kept: dict[str, deque[Sample | None]] = {name: deque(maxlen=KEPT) for name in services}
        self.moments: deque[float] = deque(maxlen=KEPT)

    async def run(self) -> None:
        while True:
            await self.take()
            await asyncio.sleep(EVERY)

    async def take(self) -> None:
        now = time.time()
        taken = await asyncio.gather(*(self._ask(api, now) for api in self._services.values()))
        self.moments.append(now)
        for name, sample in zip(self._services, taken, strict=True):
            self.kept[name].append(sample)
        if self._told is not None:
            await self._told(dict(zip(self._services, taken, strict=True)), now)

    def latest(self, service: str) -> Sample | None:
        kept = self.kept[service]
        return kept[-1] if kept else None

    async def _ask(self, api: Asked, now: float) -> Sample | None:
        try:
            with telemetry.unseen():
                told = await api.get("/metrics")
        except Refused:
            return None
        answered = time.time()
        # Some thousands of lines: not in the loop that serves pages.
        sample = await asyncio.to_thread(read, told.decode() if isinstance(told, bytes) else "", now)
        return sample._replace(astray=astray(sample.clock, now, answered))


def read(text: str, at: float) -> Sample:
    answers: dict[str, float] = {}
    within: dict[float, float] = {}
    attempts: dict[str, float] = {}
    values: dict[str, float] = {}
    up: dict[str, bool] = {}
    seconds: dict[str, float] = {}
    full: set[str] = set()
    running: dict[str, str] = {}
    turned_away, clock = 0.0, None
    for family in text_string_to_metric_families(text):
        for name, labels, value, *_ in family.samples:
            if name == f"{DURATION}_count":
                answers[labels["status"]] = answers.get(labels["status"], 0) + value
            elif name == f"{DURATION}_bucket":
                edge = float(labels["le"])
                within[edge] = within.get(edge, 0) + value
            elif name == "parvis_notification_attempts_total":
                attempts[labels["outcome"]] = attempts.get(labels["outcome"], 0) + value
            elif name == "parvis_dependency_up":
                up[labels["dependency"]] = value > 0
            elif name == "parvis_dependency_seconds":
                seconds[labels["dependency"]] = value
            elif name == "parvis_dependency_writable" and not value:
                full.add(labels["dependency"])
            elif name in RUNNING:
                word, label = RUNNING[name]
                running[word] = labels[label]
            elif name == "parvis_running_setting":
                running[f"setting:{labels['name']}"] = labels["fingerprint"]
            elif name == "parvis_running_feature":
                running[f"feature:{labels['name']}"] = labels["state"]
                running[f"turn:{labels['name']}"] = labels.get("turn", "")
            elif name == "process_start_time_seconds":
                running["started"] = str(value)
            elif name == CLOCK:
                clock = value
            elif name == OWN_ANSWERS:
                turned_away += value if labels["answer"] in TURNED_AWAY else 0
            elif name in PLAIN:
                values[name] = values.get(name, 0) + value
    dependencies = {
        name: Dependency(answers_now, seconds.get(name, 0), name not in full) for name, answers_now in up.items()
    }
    return Sample(at, answers, within, attempts, values, dependencies, running, turned_away, clock)


def astray(clock: float | None, asked: float, answered: float) -> float:
    """By how many seconds a clock that was read between two moments of ours was not between them; ahead is above 0."""
    if clock is None:
        return 0.0
    return max(0.0, clock - answered) or min(0.0, clock - asked)


class Figures(NamedTuple):
    """Between two samples: requests per second, the share that failed on our side, the time that 95 of 100 stayed below, in
    milliseconds, and the share that an entrance sent away; None where nothing was asked."""

    rate: float
    failing: float | None
    slow: float | None
    turned_away: float | None = None


def between(before: Sample | None, after: Sample | None) -> Figures | None:
    """None when the service did not answer, or was started anew in between."""
    if before is None or after is None or after.at <= before.at:
        return None
    grown = {key: value - before.answers.get(key, 0) for key, value in after.answers.items()}
    total = sum(grown.values())
    if any(value < 0 for value in grown.values()):
        return None
    rate = total / (after.at - before.at)
    if total <= 0:
        return Figures(0.0, None, None)
    failing, away = grown.get("5xx", 0) / total, (after.turned_away - before.turned_away) / total
    return Figures(rate, failing, _percentile(before.within, after.within, 0.95), away)


def _percentile(before: Mapping[float, float], after: Mapping[float, float], share: float) -> float | None:
    """Interpolated inside its bucket, as Prometheus does."""
    edges = sorted(after)
    counts = [after[edge] - before.get(edge, 0) for edge in edges]
    if not counts or counts[-1] <= 0:
        return None
    wanted, low, below = share * counts[-1], 0.0, 0.0
    for edge, count in zip(edges, counts, strict=True):
        if count >= wanted:
            if edge == float("inf"):
                return low * 1000
            return (low + (edge - low) * ((wanted - below) / (count - below) if count > below else 1)) * 1000
        low, below = edge, count
    return None


def by_minute(kept: Sequence[Sample | None]) -> list[tuple[Sample | None, Sample | None]]:
    """The first and the last sample of each minute, oldest first; consecutive minutes share one."""
    step = round(60 / EVERY)
    ends = list(range(len(kept) - 1, -1, -step))[::-1]
    return [(kept[start], kept[end]) for start, end in pairwise(ends)]
