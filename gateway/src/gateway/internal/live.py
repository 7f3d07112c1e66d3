"""The queue of requests that is open says so when one of them moves: server-sent events."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from gateway.api import Refused
from gateway.flows import flow as flow_of
from gateway.here import Here
from gateway.words import N_

READ = "demarches.dossiers.read"


@get("/en-direct/demandes", include_in_schema=False)
async def flow(here: NamedDependency[Here]) -> Response[Any] | Stream:
    person, queues = here.require_kind("member"), here.entrance.queues
    if READ not in person.permissions:
        raise Refused(403, N_("Vous n’avez pas accès à ce service."))
    organisation = person.tenant
    waiting = queues.begin(organisation, person.account_id)
    if waiting is None:
        # 204: the browser does not come back.
        return Response(None, status_code=204)
    return flow_of(waiting, closed=lambda: queues.is_closed, end=lambda: queues.end(organisation, waiting))


ROUTES = [flow]
