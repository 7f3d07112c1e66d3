"""What is measured, and how it is told."""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`reference` is what the figure is held against, measured in the same run; `target` is PERFORMANCE's gate."""

    what: str
    figure: str
    reference: str = ""
    ratio: float | None = None
    target: str = ""


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


def as_page(measures: Sequence[Measure], *, when: datetime, machine: str) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; every reference is measured in the same run, on the same machine, with the suite's own servers.",
        f"Run of {when:%Y-%m-%d %H:%M} UTC, {machine}, {os.cpu_count()} cores shared with the load itself: read the ratios.",
        "",
        "| what | figure | reference in the same run | ratio | gate |",
        "|---|---|---|---|---|",
    ]
    for m in measures:
        ratio = "" if m.ratio is None else f"{m.ratio:.2f}"
        lines.append(f"| {m.what} | {m.figure} | {m.reference} | {ratio} | {m.target} |")
    return "\n".join(lines) + "\n"
