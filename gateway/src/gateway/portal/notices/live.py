"""The count in the menu, told again when something arrives: server-sent events, for pages that stay open."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from gateway.flows import flow as flow_of
from gateway.here import Here


@get("/mes-notifications/flux", include_in_schema=False)
async def flow(here: NamedDependency[Here]) -> Response[Any] | Stream:
    person, arrivals = here.require_kind("citizen"), here.entrance.arrivals
    waiting = arrivals.begin(person.account_id, person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    return flow_of(waiting, closed=lambda: arrivals.is_closed, end=lambda: arrivals.end(person.account_id, waiting))


@get("/mes-notifications/compte", include_in_schema=False)
async def count(here: NamedDependency[Here]) -> Response[dict[str, Any]]:
    """What the menu shows, for a page that is open. `here` has asked already."""
    here.require_kind("citizen")
    number = here.badges.notifications
    return Response({"count": number}, headers={"cache-control": "no-store"}, media_type="application/json")


ROUTES = [flow, count]
