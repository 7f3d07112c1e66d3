"""Two stands side by side, asked in turn: what the machine does meanwhile happens to both."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

Act = Callable[[], Awaitable[None]]


@dataclass
class Asked:
    """What one stand took: seconds, the median of each round, and each call."""

    rounds: list[float] = field(default_factory=list[float])
    calls: list[float] = field(default_factory=list[float])

    @property
    def milliseconds(self) -> float:
        return median(self.calls) * 1000


@dataclass(frozen=True)
class Ratio:
    """Of the second to the first, round by round; half of the rounds lie between `low` and `high`."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


async def in_turn(acts: Sequence[Act], *, rounds: int, calls: int) -> list[Asked]:
    """Call by call, one after the other, and each as often the first: `rounds` times `calls` calls of each."""
    asked = [Asked() for _ in acts]
    for turn in range(rounds):
        took: list[list[float]] = [[] for _ in acts]
        for call in range(calls):
            for step in range(len(acts)):
                which = (turn + call + step) % len(acts)
                begun = time.perf_counter()
                await acts[which]()
                took[which].append(time.perf_counter() - begun)
        for one, times in zip(asked, took, strict=True):
            one.rounds.append(median(times))
            one.calls.extend(times)
    return asked


def ratio(first: Asked, second: Asked) -> Ratio:
    low, middle, high = quantiles([b / a for a, b in zip(first.rounds, second.rounds, strict=True)], n=4)
    return Ratio(middle, low, high)
