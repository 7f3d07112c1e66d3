"""The count in the menu, told again when something arrives: server-sent events, for pages that stay open."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from gateway.arrivals import Arrivals
from gateway.here import Here

# The browser comes back by itself: a process that stops never waits long for its pages, nor does a session's end.
LASTS = 55.0
BEAT = 20.0
COME_BACK = b"retry: 2000\n\n"


@get("/mes-notifications/flux", include_in_schema=False)
async def flow(here: NamedDependency[Here]) -> Response[Any] | Stream:
    person = here.require_kind("citizen")
    waiting = here.entrance.arrivals.begin(person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    told = _told(here.entrance.arrivals, person.account_id, waiting)
    return Stream(told, media_type="text/event-stream", headers=headers)


@get("/mes-notifications/compte", include_in_schema=False)
async def count(here: NamedDependency[Here]) -> Response[dict[str, Any]]:
    """What the menu shows, for a page that is open. `here` has asked already."""
    here.require_kind("citizen")
    number = here.badges.notifications
    return Response({"count": number}, headers={"cache-control": "no-store"}, media_type="application/json")


async def _told(arrivals: Arrivals, account_id: UUID, waiting: asyncio.Event) -> AsyncIterator[bytes]:
    ends = asyncio.get_running_loop().time() + LASTS
    try:
        yield COME_BACK
        while (left := ends - asyncio.get_running_loop().time()) > 0 and not arrivals.is_closed:
            try:
                await asyncio.wait_for(waiting.wait(), min(BEAT, left))
            except TimeoutError:
                yield b": still here\n\n"
                continue
            waiting.clear()
            if not arrivals.is_closed:
                yield b"event: changed\ndata: 1\n\n"
    finally:
        arrivals.end(account_id, waiting)


ROUTES = [flow, count]
