"""The pages of the storage space, and of what is read from it."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.here import Here
from gateway.portal.documents import adding, changing, listing, reading, replacing, resuming


@get("/mon-espace/pieces", include_in_schema=False)
async def known_elsewhere(here: NamedDependency[Here]) -> Response[Any]:
    return here.redirect("/mes-pieces")


ROUTES = [
    known_elsewhere,
    *listing.ROUTES,
    *adding.ROUTES,
    *changing.ROUTES,
    *reading.ROUTES,
    *replacing.ROUTES,
    *resuming.ROUTES,
]
