"""How many entrances like this one run: each says so every few seconds, so that each lets in its part of what is allowed
(decision 39). Without the bus, one by one they are forgotten, and each lets in as much as if it were alone."""

import asyncio
import time
from contextlib import suppress
from uuid import uuid4

from chassis.bus import Bus, BusUnavailable

HEARD = "gateway.*.here"
SAID_EVERY = 5.0
GONE_AFTER = 3.5 * SAID_EVERY


class Fellows:
    def __init__(self, entrance: str) -> None:
        self.subject = f"gateway.{entrance}.here"
        self.count = 1
        """With this one. Read at each request: counted beside them."""
        self._own = uuid4().hex.encode()
        self._heard: dict[bytes, float] = {}

    async def hear(self, who: bytes) -> None:
        if who != self._own:
            self._heard[who] = time.monotonic()
            self._number()

    async def keep_saying(self, bus: Bus) -> None:
        while True:
            with suppress(BusUnavailable):
                await bus.tell(self.subject, self._own)
            self._number()
            await asyncio.sleep(SAID_EVERY)

    def _number(self) -> None:
        since = time.monotonic() - GONE_AFTER
        self._heard = {who: at for who, at in self._heard.items() if at >= since}
        self.count = 1 + len(self._heard)
