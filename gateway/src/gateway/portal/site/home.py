"""The home page. Each block comes from one service, and is left out while that service is down."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.api import ServiceDown
from gateway.here import Here
from gateway.portal.news import telling
from gateway.portal.support import home as support

MOST_PINNED = 6
MOST_NEWS = 3
MOST_OCCASIONS = 4
MOST_INFORMATION = 6


@get("/", include_in_schema=False)
async def home(here: NamedDependency[Here]) -> Response[Any]:
    if here.organisation.is_support_portal:
        return await support.render_home(here)
    return await here.entrance.showcase.page(here, _home)


async def _home(here: Here) -> Response[Any]:
    try:
        catalogue = await here.entrance.remembered.get(here, "demarches", "/v1/catalogue")
    except ServiceDown:
        catalogue = None
    news, occasions, information = await asyncio.gather(
        telling.latest(here, "news", limit=MOST_NEWS),
        telling.upcoming(here),
        telling.latest(here, "information", limit=MOST_INFORMATION),
    )
    themes = [theme for theme in (catalogue or {"themes": []})["themes"] if theme["demarches"]]
    return here.page(
        "site/home.html",
        catalogue=catalogue,
        themes=themes,
        pinned=_pinned(themes),
        news=news,
        occasions=occasions[:MOST_OCCASIONS],
        information=information,
    )


def _pinned(themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The six that the town puts forward, with the pictogram of their theme."""
    known = {d["id"]: {**d, "icon": theme["icon"]} for theme in themes for d in theme["demarches"] if d.get("pinned")}
    return list(known.values())[:MOST_PINNED]
