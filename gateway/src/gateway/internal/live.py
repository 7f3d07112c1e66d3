"""A queue of requests or of tickets that is open, one request, or the work of the day, says so when it moves: server-sent events."""

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from gateway.api import Refused
from gateway.flows import flow as flow_of
from gateway.here import Here
from gateway.internal.today import ANSWERS_TICKETS, READS_REQUESTS
from gateway.queues import REQUESTS, TICKETS, OneRequest, Queue
from gateway.words import N_

NEEDED = {READS_REQUESTS: REQUESTS, ANSWERS_TICKETS: TICKETS}


@get("/en-direct/demandes", include_in_schema=False)
async def requests(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, READS_REQUESTS)


@get("/en-direct/demandes/{request_id:uuid}", include_in_schema=False)
async def one_request(here: NamedDependency[Here], request_id: FromPath[UUID]) -> Response[Any] | Stream:
    """That it moved, and no more: what changed is asked of its service, which knows who may read it."""
    person = here.require_kind("member")
    if READS_REQUESTS not in person.permissions:
        raise Refused(403, N_("Vous n’avez pas accès à ce service."))
    return _listening(here, OneRequest(person.tenant, request_id))


@get("/en-direct/tickets", include_in_schema=False)
async def tickets(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, ANSWERS_TICKETS)


@get("/en-direct/accueil", include_in_schema=False)
async def work_of_the_day(here: NamedDependency[Here]) -> Response[Any] | Stream:
    return _flow(here, *NEEDED)


def _flow(here: Here, *read: str) -> Response[Any] | Stream:
    """Of whatever this member may read among these."""
    person = here.require_kind("member")
    services = [NEEDED[one] for one in read if one in person.permissions]
    if not services:
        raise Refused(403, N_("Vous n’avez pas accès à ce service."))
    return _listening(here, Queue(frozenset[str]().union(*services), person.tenant))


def _listening(here: Here, shown: Hashable) -> Response[Any] | Stream:
    person, queues = here.require_person(), here.entrance.queues
    waiting = queues.begin(shown, person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    return flow_of(waiting, closed=lambda: queues.is_closed, end=lambda: queues.end(shown, waiting))


ROUTES = [requests, one_request, tickets, work_of_the_day]
