"""Pages that stay open in this process, and wait to hear that what they show has moved."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from uuid import UUID

MOST_OF_ONE = 6


class OpenPages:
    """By what they show, and within it by who looks. A hint and no more: who hears nothing, or too late, has it on the next page."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Hashable, dict[asyncio.Event, UUID]] = defaultdict(dict)
        self._closed = False

    def begin(self, shown: Hashable, whose: UUID) -> asyncio.Event | None:
        """Set each time what is shown moves, until `end`. None when this person has enough pages open."""
        open_ones = [*self._waiting[shown].values()].count(whose)
        if self._closed or open_ones >= MOST_OF_ONE:
            return None
        waiting = asyncio.Event()
        self._waiting[shown][waiting] = whose
        return waiting

    def end(self, shown: Hashable, waiting: asyncio.Event) -> None:
        self._waiting[shown].pop(waiting, None)
        if not self._waiting[shown]:
            del self._waiting[shown]

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """The process stops: whoever waits is let go."""
        self._closed = True
        for shown in self._waiting:
            self._tell(shown)

    def _tell(self, shown: Hashable) -> None:
        for waiting in self._waiting.get(shown, ()):
            waiting.set()
