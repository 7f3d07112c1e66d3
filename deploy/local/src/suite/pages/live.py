"""Tells open pages that something changed, by server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from suite.pages.web import Answer, Request

HEARTBEAT_SECONDS = 15.0
# Many changes in a moment are one for whoever reads.
GATHER_SECONDS = 0.5


class Live:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def changed(self) -> None:
        for event in self._waiting:
            event.set()

    async def stream(self, _: Request) -> Answer:
        return Answer(self._events(), type="text/event-stream")

    async def _events(self) -> AsyncIterator[bytes]:
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield b"retry: 1000\n\n"
            while True:
                try:
                    await asyncio.wait_for(event.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                await asyncio.sleep(GATHER_SECONDS)
                event.clear()
                yield b"event: changed\ndata: 1\n\n"
        finally:
            self._waiting.discard(event)
