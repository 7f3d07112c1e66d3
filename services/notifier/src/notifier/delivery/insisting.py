"""An answer that cannot be written down now is kept in hand: forgetting it would send the mail again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from chassis.refusals import Unavailable

REMEMBER_TRIES = 120
BETWEEN = 0.5


async def insisting(act: Callable[[], Awaitable[Any]]) -> None:
    for _ in range(REMEMBER_TRIES):
        try:
            await act()
            return
        except Unavailable:
            await asyncio.sleep(BETWEEN)
    await act()
