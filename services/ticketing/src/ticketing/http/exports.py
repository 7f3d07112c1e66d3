"""The lists of tickets, as files."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.policies import must_hold
from ticketing.domain.policies import READ_DEPARTMENT, READ_ORGANISATION
from ticketing.exporting import PAGE, exported
from ticketing.naming import named_lines
from ticketing.people import People
from ticketing.queries.lines import ListTickets, Scope, TicketLine, list_tickets
from ticketing.storage.unit_of_work import TicketingWork

ASKS: dict[Scope, str] = {"department": READ_DEPARTMENT, "organisation": READ_ORGANISATION}


@get("/{kind:str}", needs=Needs.MEMBER)
async def export(
    kind: FromPath[str],
    actor: By,
    queries: Ask,
    people: NamedDependency[People],
    commands: NamedDependency[Commands[TicketingWork]],
    of: FromQuery[Scope] = "mine",
    archived: FromQuery[bool] = False,
    q: FromQuery[str] = "",
) -> Response[bytes] | Stream:
    """What the list of the same questions holds, all pages of it. `kind`: csv or ods."""
    if permission := ASKS.get(of):
        must_hold(actor, permission)

    async def read(cursor: str | None) -> Page[TicketLine]:
        question = ListTickets(locale=actor.locale, scope=of, archived=archived, search=q, cursor=cursor, limit=PAGE)
        return await named_lines(await queries.ask(list_tickets, question, actor=actor), people, actor)

    return await exported(kind, read, locale=actor.locale, now=commands.now())


router = Router("/exports/tickets", route_handlers=[export])
