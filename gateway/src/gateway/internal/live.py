"""A queue of requests or of tickets that is open, or the work of the day, says so when one of them moves: server-sent events."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from gateway.api import Refused
from gateway.flows import flow as flow_of
from gateway.here import Here
from gateway.internal.today import ANSWERS_TICKETS, READS_REQUESTS
from gateway.queues import REQUESTS, TICKETS, Queue
from gateway.words import N_

NEEDED = {READS_REQUESTS: REQUESTS, ANSWERS_TICKETS: TICKETS}


@get("/en-direct/demandes", include_in_schema=False)
async def requests(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, READS_REQUESTS)


@get("/en-direct/tickets", include_in_schema=False)
async def tickets(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, ANSWERS_TICKETS)


@get("/en-direct/accueil", include_in_schema=False)
async def work_of_the_day(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, *NEEDED)


def _flow(here: Here, *read: str) -> Response[Any] | Stream:
    """Of whatever this member may read among these."""
    person, queues = here.require_kind("member"), here.entrance.queues
    services = [NEEDED[one] for one in read if one in person.permissions]
    if not services:
        raise Refused(403, N_("Vous n’avez pas accès à ce service."))
    queue = Queue(frozenset[str]().union(*services), person.tenant)
    waiting = queues.begin(queue, person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    return flow_of(waiting, closed=lambda: queues.is_closed, end=lambda: queues.end(queue, waiting))


ROUTES = [requests, tickets, work_of_the_day]
