"""« Mon tableau de bord »: what waits for one before everything else. Each block is one service's; one that is down says so
in its own place."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.pieces import safe_of
from gateway.portal.news import telling

MOST_NEWS = 2


@get("/mon-tableau-de-bord", include_in_schema=False)
async def dashboard(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    is_citizen = person.kind == "citizen"
    asked, profile, safe, news = await asyncio.gather(
        _block(here.api("demarches").get("/v1/me/dashboard")),
        _block(here.api("identity").get("/v1/profile")),
        _block(safe_of(here)) if is_citizen else _nothing(),
        _block(telling.told(here, telling.listing("news", limit=MOST_NEWS))),
    )
    return here.page(
        "dashboard/dashboard.html",
        asked=asked,
        profile=profile,
        is_citizen=is_citizen,
        safe=safe,
        ending=[piece for piece in safe["pieces"] if piece["ends_soon"]] if safe else [],
        news=None if news is None else [telling.dressed(here, one) for one in news["publications"]["items"]],
    )


async def _block(asked: Awaitable[Any]) -> Any:
    """None while its service cannot tell; a session that has ended ends the page."""
    try:
        return await asked
    except Refused as refused:
        if refused.status == 401:
            raise
        return None


async def _nothing() -> Any:
    return None


ROUTES = [dashboard]
