"""The support portal's home: « Sélectionnez un service », and how to reach a technician. Visible to all (TK-01, TK-10)."""

from typing import Any

from litestar import Response

from gateway.api import ServiceDown
from gateway.here import Here

LATEST = 4


async def render_home(here: Here) -> Response[Any]:
    """While ticketing is down the page still says how to call."""
    api = here.api("ticketing")
    latest: list[Any] = []
    try:
        catalogue = await api.get("/v1/catalogue")
        if here.person is not None and here.person.kind == "member":
            latest = (await api.get("/v1/me/tickets", {"limit": LATEST}))["items"]
    except ServiceDown:
        catalogue = None
    return here.page("support/home.html", catalogue=catalogue, latest=latest)
