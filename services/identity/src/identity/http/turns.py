"""Two requests that mean the same thing, one after the other: here, and where the database alone knows of both."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

LOOK_EVERY = 0.25
# Longer than the longest wait that the throttle asks of an attempt, and the hashing behind a full queue.
MOST = 30.0


class Turns:
    """Within this process: one of them at most waits for what the database says of other processes."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Nobody waits for the empty key."""
        if not key:
            yield
            return
        # Whoever holds it or waits for it keeps it alive; the dictionary forgets it with the last of them.
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield


async def until_told(ask: Callable[[], Awaitable[bool]]) -> bool:
    """Ask until the answer is yes. False when who should have told it seems to be gone."""
    end = time.monotonic() + MOST
    while not await ask():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(LOOK_EVERY)
    return True
