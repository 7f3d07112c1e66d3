"""The operator's view: which functions of which organisations receive no letter (NT-02)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.console import ConsolePages
from chassis.http import Ask, By
from identity.domain.members import DEFAULT_FUNCTIONS
from identity.domain.standing import OrganisationStatus
from identity.http.organisations import within
from identity.queries.letter_reach import letter_reach
from identity.queries.operator import FindOrganisations, find_organisations

MANAGE = "platform.organisations.manage"
# Each is asked in its own tenant.
A_PAGE = 20


@get("/letter-reach", needs=MANAGE)
async def index(
    request: Request[Any, Any, Any],
    actor: By,
    queries: Ask,
    pages: NamedDependency[ConsolePages],
    q: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    question = FindOrganisations(q=q, status=OrganisationStatus.ACTIVE, cursor=apres, limit=A_PAGE)
    found = await queries.ask(find_organisations, question, actor=actor)
    lines = [
        (line, await queries.ask(letter_reach, None, actor=within(actor, line.id)))
        for line in found.items
        if not line.is_support_portal
    ]
    context = {"lines": lines, "functions": DEFAULT_FUNCTIONS, "next": found.next, "q": q}
    return pages.render(request, actor, "console/letter_reach.html", **context)


ROUTES = [index]
