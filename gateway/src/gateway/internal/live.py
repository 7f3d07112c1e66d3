"""A queue of requests or of tickets that is open says so when one of them moves: server-sent events."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from gateway.api import Refused
from gateway.flows import flow as flow_of
from gateway.here import Here
from gateway.queues import Queue
from gateway.words import N_

READS_REQUESTS, ANSWERS_TICKETS = "demarches.dossiers.read", "ticketing.tickets.answer"


@get("/en-direct/demandes", include_in_schema=False)
async def requests(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, "demarches", READS_REQUESTS)


@get("/en-direct/tickets", include_in_schema=False)
async def tickets(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, "ticketing", ANSWERS_TICKETS)


def _flow(here: Here, service: str, needed: str) -> Response[Any] | Stream:
    person, queues = here.require_kind("member"), here.entrance.queues
    if needed not in person.permissions:
        raise Refused(403, N_("Vous n’avez pas accès à ce service."))
    queue = Queue(service, person.tenant)
    waiting = queues.begin(queue, person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    return flow_of(waiting, closed=lambda: queues.is_closed, end=lambda: queues.end(queue, waiting))


ROUTES = [requests, tickets]
