"""One's own tickets, one's organisation's, and the numbers in the header."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.access import Needs
from chassis.http import Ask, By
from chassis.pagination import Page
from ticketing.domain.policies import READ_ORGANISATION
from ticketing.naming import named_lines
from ticketing.people import People
from ticketing.queries.badges import Badges, CountBadges, count_badges
from ticketing.queries.lines import ListTickets, TicketLine, list_tickets

Whose = NamedDependency[People]


@get("/me/tickets", needs=Needs.MEMBER)
async def mine(
    actor: By,
    queries: Ask,
    people: Whose,
    archived: FromQuery[bool] = False,
    unread: FromQuery[bool] = False,
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[TicketLine]:
    question = ListTickets(locale=actor.locale, archived=archived, unread=unread, search=q, cursor=cursor, limit=limit)
    return await named_lines(await queries.ask(list_tickets, question, actor=actor), people, actor)


@get("/organisation/tickets", needs=READ_ORGANISATION)
async def of_organisation(
    actor: By,
    queries: Ask,
    people: Whose,
    archived: FromQuery[bool] = False,
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[TicketLine]:
    question = ListTickets(
        locale=actor.locale,
        scope="organisation",
        archived=archived,
        search=q,
        cursor=cursor,
        limit=limit,
    )
    return await named_lines(await queries.ask(list_tickets, question, actor=actor), people, actor)


@get("/me/badges", needs=Needs.MEMBER)
async def badges(actor: By, queries: Ask) -> Badges:
    return await queries.ask(count_badges, CountBadges(), actor=actor)


router = Router("/", route_handlers=[mine, of_organisation, badges])
