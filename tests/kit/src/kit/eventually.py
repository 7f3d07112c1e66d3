"""Waiting for what happens by itself."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], T | Awaitable[T]], *, within: float = 60.0, every: float = 0.05) -> T:
    """The first true answer of `look`; fails when there is none within so many seconds: more than any machine stalls,
    since a test says that a thing happens, and only `tests/load` how soon."""
    answer: T | None = None
    deadline = asyncio.get_running_loop().time() + within
    while asyncio.get_running_loop().time() < deadline:
        said = look()
        answer = await said if inspect.isawaitable(said) else said
        if answer:
            return answer
        await asyncio.sleep(every)
    raise AssertionError(f"still {answer!r} after {within} s")
