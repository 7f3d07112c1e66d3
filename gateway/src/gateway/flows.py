"""Server-sent events for pages that stay open: « something changed », and no more; the page asks what."""

import asyncio
from collections.abc import AsyncIterator, Callable

from litestar.response import Stream

# The browser comes back by itself: a process that stops never waits long for its pages, nor does a session's end.
LASTS = 55.0
BEAT = 20.0
COME_BACK = b"retry: 2000\n\n"


def flow(waiting: asyncio.Event, *, closed: Callable[[], bool], end: Callable[[], None]) -> Stream:
    """Says `changed` each time `waiting` is set. `end` is called when the page leaves, or the time is over."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return Stream(_told(waiting, closed, end), media_type="text/event-stream", headers=headers)


async def _told(waiting: asyncio.Event, closed: Callable[[], bool], end: Callable[[], None]) -> AsyncIterator[bytes]:
    ends = asyncio.get_running_loop().time() + LASTS
    try:
        yield COME_BACK
        while (left := ends - asyncio.get_running_loop().time()) > 0 and not closed():
            try:
                await asyncio.wait_for(waiting.wait(), min(BEAT, left))
            except TimeoutError:
                yield b": still here\n\n"
                continue
            waiting.clear()
            if not closed():
                yield b"event: changed\ndata: 1\n\n"
    finally:
        end()
