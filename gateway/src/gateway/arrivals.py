"""Who waits in this process to hear that something arrived for them: open pages, told by event."""

import asyncio
from collections import defaultdict
from uuid import UUID

import msgspec

from contracts.events import Envelope
from contracts.notifier import InboxChanged

MOST_OF_ONE = 6


class Arrivals:
    """A hint and no more: who hears nothing, or too late, finds the right number on the next page."""

    def __init__(self) -> None:
        self._waiting: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._closed = False

    async def on_inbox(self, body: bytes) -> None:
        envelope = msgspec.json.decode(body, type=Envelope)
        for waiting in self._waiting.get(msgspec.json.decode(envelope.data, type=InboxChanged).account_id, ()):
            waiting.set()

    def begin(self, account_id: UUID) -> asyncio.Event | None:
        """Set each time something arrives, until `end`. None when this person has enough pages open."""
        if self._closed or len(self._waiting[account_id]) >= MOST_OF_ONE:
            return None
        waiting = asyncio.Event()
        self._waiting[account_id].add(waiting)
        return waiting

    def end(self, account_id: UUID, waiting: asyncio.Event) -> None:
        self._waiting[account_id].discard(waiting)
        if not self._waiting[account_id]:
            del self._waiting[account_id]

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """The process stops: whoever waits is let go."""
        self._closed = True
        for waiting in [one for several in self._waiting.values() for one in several]:
            waiting.set()
