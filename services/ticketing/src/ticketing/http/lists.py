"""One's own tickets, those of one's department or organisation, those shared with one, and the numbers in the header."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.access import Needs
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.queries import Queries
from ticketing.domain.policies import READ_DEPARTMENT, READ_ORGANISATION
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
    return await _listed(question, actor, queries, people)


@get("/shared/tickets", needs=Needs.MEMBER)
async def shared(
    actor: By,
    queries: Ask,
    people: Whose,
    archived: FromQuery[bool] = False,
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[TicketLine]:
    """Those that colleagues share with one by name."""
    question = ListTickets(locale=actor.locale, scope="shared", archived=archived, search=q, cursor=cursor, limit=limit)
    return await _listed(question, actor, queries, people)


@get("/department/tickets", needs=READ_DEPARTMENT)
async def of_department(
    actor: By,
    queries: Ask,
    people: Whose,
    archived: FromQuery[bool] = False,
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[TicketLine]:
    """Those asked from the department one belongs to today; none for who belongs to none."""
    question = ListTickets(
        locale=actor.locale, scope="department", archived=archived, search=q, cursor=cursor, limit=limit
    )
    return await _listed(question, actor, queries, people)


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
        locale=actor.locale, scope="organisation", archived=archived, search=q, cursor=cursor, limit=limit
    )
    return await _listed(question, actor, queries, people)


async def _listed(question: ListTickets, actor: By, queries: Queries, people: People) -> Page[TicketLine]:
    return await named_lines(await queries.ask(list_tickets, question, actor=actor), people, actor)


@get("/me/badges", needs=Needs.MEMBER)
async def badges(actor: By, queries: Ask) -> Badges:
    return await queries.ask(count_badges, CountBadges(), actor=actor)


router = Router("/", route_handlers=[mine, shared, of_department, of_organisation, badges])
