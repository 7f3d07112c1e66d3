"""Answers that take as long whatever was found: a clock must not tell who has an account (A33)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

# Longer than what is done beneath takes on a machine that keeps up.
LASTS = 0.15


@asynccontextmanager
async def evenly(
    *,
    lasts: float = LASTS,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """Ends `lasts` seconds after it began. What is refused leaves at once: refusals depend on what was typed alone."""
    begun = clock()
    yield
    await pause(max(0.0, lasts - (clock() - begun)))
