"""Two requests that mean the same thing, one after the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """Within this process: what must hold between processes is for the database to say."""

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
