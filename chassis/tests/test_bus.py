"""Reading from a stream where there is nothing to read."""

from typing import Any

import nats.errors
import pytest

from chassis.bus import BusUnavailable, Pull


class Ending:
    """A subscription whose fetch ends in this way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def fetch(self, batch: int, timeout: float) -> list[Any]:
        raise self._error


@pytest.mark.parametrize("error", [TimeoutError(), nats.errors.TimeoutError()])
async def test_a_fetch_that_finds_nothing_is_no_outage(error: Exception):
    pull = Pull(Ending(error))  # pyright: ignore[reportArgumentType]

    assert await pull.fetch(50, wait=1) == []


async def test_a_line_that_is_closed_is_an_outage():
    pull = Pull(Ending(nats.errors.ConnectionClosedError()))  # pyright: ignore[reportArgumentType]

    with pytest.raises(BusUnavailable):
        await pull.fetch(50, wait=1)
