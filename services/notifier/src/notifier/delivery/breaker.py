"""A provider that does not answer is left alone for a while, longer each time."""

import time
from collections.abc import Callable

FIRST = 0.5
LONGEST = 5.0


class Breaker:
    """Open: nothing is begun. When its time is over, one is let through to see."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return self._clock() < self._open_until

    @property
    def is_being_tried(self) -> bool:
        """It failed last time and may be tried again."""
        return self._failures > 0 and not self.is_open

    @property
    def opens_in(self) -> float:
        """Seconds until it may be tried again."""
        return max(0.0, self._open_until - self._clock())

    def failed(self) -> None:
        if self.is_open:
            return
        self._failures += 1
        self._open_until = self._clock() + min(LONGEST, FIRST * 2 ** (self._failures - 1))

    def succeeded(self) -> None:
        self._failures = 0
        self._open_until = 0.0
