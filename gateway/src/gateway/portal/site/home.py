"""The home page. Each block comes from one service, and is left out while that service is down."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.api import ServiceDown
from gateway.here import Here
from gateway.portal.support import home as support

MOST_PINNED = 6


@get("/", include_in_schema=False)
async def home(here: NamedDependency[Here]) -> Response[Any]:
    if here.organisation.is_support_portal:
        return await support.render_home(here)
    try:
        catalogue = await here.entrance.remembered.get(here, "demarches", "/v1/catalogue")
    except ServiceDown:
        catalogue = None
    themes = [theme for theme in (catalogue or {"themes": []})["themes"] if theme["demarches"]]
    return here.page("site/home.html", catalogue=catalogue, themes=themes, pinned=_pinned(themes))


def _pinned(themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The six that the town puts forward, with the pictogram of their theme."""
    known = {d["id"]: {**d, "icon": theme["icon"]} for theme in themes for d in theme["demarches"] if d.get("pinned")}
    return list(known.values())[:MOST_PINNED]
