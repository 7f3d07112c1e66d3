"""Which open queues of this process show the requests of whom: told by event that one of them has moved."""

import asyncio
from collections import defaultdict
from uuid import UUID

import msgspec

from contracts.events import Envelope

MOST_OF_ONE = 6


class OpenQueues:
    """By organisation, and within it by member. A hint and no more: who hears nothing has the queue of the next page."""

    def __init__(self) -> None:
        self._waiting: defaultdict[UUID, dict[asyncio.Event, UUID]] = defaultdict(dict)
        self._closed = False

    async def on_dossier(self, body: bytes) -> None:
        for waiting in self._waiting.get(msgspec.json.decode(body, type=Envelope).tenant, ()):
            waiting.set()

    def begin(self, organisation: UUID, member: UUID) -> asyncio.Event | None:
        """Set each time a request of this organisation moves, until `end`. None when the member has enough pages open."""
        open_ones = [*self._waiting[organisation].values()].count(member)
        if self._closed or open_ones >= MOST_OF_ONE:
            return None
        waiting = asyncio.Event()
        self._waiting[organisation][waiting] = member
        return waiting

    def end(self, organisation: UUID, waiting: asyncio.Event) -> None:
        self._waiting[organisation].pop(waiting, None)
        if not self._waiting[organisation]:
            del self._waiting[organisation]

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """The process stops: whoever waits is let go."""
        self._closed = True
        for waiting in [one for several in self._waiting.values() for one in several]:
            waiting.set()
