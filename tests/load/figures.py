"""What is measured, and how it is told."""

import asyncio
import os
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`reference` is what the figure is held against, measured in the same run; `gate` what it must keep to, and `met`
    whether it does (None where nothing is promised)."""

    what: str
    figure: str
    reference: str = ""
    ratio: float | None = None
    gate: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {None: "", True: "kept", False: "**missed**"}[self.met]


def beside(what: str, figure: str, reference: str, ratio: float, *, at_least: float | None = None) -> Measure:
    """A figure whose ratio to its reference is what is promised."""
    if at_least is None:
        return Measure(what=what, figure=figure, reference=reference, ratio=ratio)
    gate, met = f"≥ {at_least}", ratio >= at_least
    return Measure(what=what, figure=figure, reference=reference, ratio=ratio, gate=gate, met=met)


def bounded(what: str, value: float, *, at_most: float, unit: str, reference: str = "") -> Measure:
    """A figure that is itself what is promised."""
    digits = 0 if unit == "MiB" else 1
    figure, gate = f"{value:,.{digits}f} {unit}", f"≤ {at_most:g} {unit}"
    return Measure(what=what, figure=figure, reference=reference, gate=gate, met=value <= at_most)


@dataclass(frozen=True)
class Run:
    """How one load went: seconds for each call, and for the whole."""

    took: Sequence[float]
    whole: float

    @property
    def rate(self) -> float:
        return len(self.took) / self.whole

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        return percentile(self.took, percent) * 1000

    def __str__(self) -> str:
        return f"{self.rate:,.0f}/s, p50 {self.percentile(50):.1f} ms, p99 {self.percentile(99):.1f} ms"


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


async def drive(calls: Sequence[Callable[[], Awaitable[object]]], *, clients: int) -> Run:
    """Each call once, so many at a time."""
    waiting, took = list(reversed(calls)), []

    async def client() -> None:
        while waiting:
            call = waiting.pop()
            begun = time.perf_counter()
            await call()
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return Run(took, time.perf_counter() - begun)


async def in_turns(
    loads: Sequence[Sequence[Callable[[], Awaitable[object]]]], *, clients: int, rounds: int
) -> list[Run]:
    """All loads in so many slices that follow one another: what the machine does meanwhile happens to each."""
    runs: list[list[Run]] = [[] for _ in loads]
    for turn in range(rounds):
        for calls, done in zip(loads, runs, strict=True):
            done.append(await drive(calls[turn::rounds], clients=clients))
    return [Run([took for run in done for took in run.took], sum(run.whole for run in done)) for done in runs]


async def by_turns(
    ours: Sequence[Callable[[], Awaitable[object]]],
    theirs: Sequence[Callable[[], Awaitable[object]]],
    *,
    clients: int,
    rounds: int,
) -> tuple[Run, Run]:
    mine, others = await in_turns([ours, theirs], clients=clients, rounds=rounds)
    return mine, others


def as_page(measures: Sequence[Measure], *, when: datetime, machine: str) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; every reference is measured in the same run, on the same machine, with the suite's own servers.",
        f"Run of {when:%Y-%m-%d %H:%M} UTC, {machine}, {os.cpu_count()} cores shared with the load itself: read the ratios.",
        "",
        "| what | figure | reference in the same run | ratio | gate | |",
        "|---|---|---|---|---|---|",
    ]
    for m in measures:
        ratio = "" if m.ratio is None else f"{m.ratio:.2f}"
        lines.append(f"| {m.what} | {m.figure} | {m.reference} | {ratio} | {m.gate} | {m.verdict} |")
    return "\n".join(lines) + "\n"


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def keep_section(title: str, text: str) -> None:
    """Into docs/benchmarks.md, in the place of the section of that title; the others stay as they are."""
    section, page = f"## {title}\n\n{text.strip()}\n", PAGE.read_text()
    old = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    if old is None:
        page = f"{page.rstrip()}\n\n{section}"
    else:
        following = page[old.end() :]
        page = page[: old.start()] + section + (f"\n{following}" if following else "")
    PAGE.write_text(page)
