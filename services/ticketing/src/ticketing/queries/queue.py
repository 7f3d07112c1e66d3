"""The support team's queues."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from ticketing.domain.policies import must_be_support
from ticketing.domain.thread import Side
from ticketing.domain.ticket import ARCHIVED, OPEN, Status
from ticketing.queries.lines import TicketLine, line_of, lines_with, unread_messages
from ticketing.storage.desk import all_teams
from ticketing.storage.guests import names_of
from ticketing.storage.search import said_anywhere
from ticketing.storage.sla_tables import ticket_sla
from ticketing.storage.tables import message_readings, products, tickets
from ticketing.storage.visibility import visible_tickets

Queue = Literal["mine", "unassigned", "open", "imminent", "breached", "team", "archives"]


class ListQueue(msgspec.Struct, frozen=True, kw_only=True):
    locale: str
    queue: Queue = "open"
    search: str = ""
    severity: str = ""
    status: str = ""
    product: UUID | None = None
    cursor: str | None = None
    limit: int = 50


class CountQueues(msgspec.Struct, frozen=True):
    pass


async def list_queue(question: ListQueue, actor: Actor, connection: AsyncConnection) -> Page[TicketLine]:
    """What waits for the support team: the graver first, then the older; of what is nearly or already late, what was
    due first; of what is over, what moved last."""
    must_be_support(actor)
    states = _among(ARCHIVED | {Status.RESOLVED} if question.queue == "archives" else OPEN)
    chosen = _with_sla(lines_with(_unread_by_support())).where(visible_tickets(actor), states)
    keys = [tickets.c.precedence, tickets.c.id]
    if question.queue == "mine":
        chosen = chosen.where(tickets.c.assignee == actor.account)
    elif question.queue == "unassigned":
        chosen = chosen.where(tickets.c.assignee.is_(None))
    elif question.queue == "team":
        chosen = chosen.where(tickets.c.team_id.in_(await _teams_of(actor, connection)))
    elif question.queue == "archives":
        keys = [tickets.c.changed_at, tickets.c.id]
    elif question.queue in ("imminent", "breached"):
        chosen = chosen.where(ticket_sla.c.state == question.queue)
        keys = [ticket_sla.c.sooner, tickets.c.id]
    chosen = _narrowed(chosen, question)
    if words := question.search.replace("\x00", "").strip():
        state = Status.CLOSED if question.queue == "archives" else Status.OPEN
        chosen = await said_anywhere(chosen, words, state, connection)
    rows = (await connection.execute(after(chosen, keys, question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [getattr(row, keys[0].name), row.id])
    guests = await names_of(connection, [row.requester for row in cut.items])
    lines = [line_of(row, question.locale, support=True) for row in cut.items]
    return Page([_with_guest(line, guests) for line in lines], cut.next)


def _among(kept: frozenset[Status]) -> ColumnElement[bool]:
    """Written into the statement, not given beside it: the indexes of migration 0012 hold these states alone."""
    states = sorted(str(status) for status in kept)
    return tickets.c.status.in_(bindparam("states", states, expanding=True, literal_execute=True))


def _narrowed(chosen: Select[Any], question: ListQueue) -> Select[Any]:
    if question.severity:
        chosen = chosen.where(tickets.c.severity == question.severity)
    if question.status:
        chosen = chosen.where(tickets.c.status == question.status)
    return chosen if question.product is None else chosen.where(products.c.id == question.product)


def _with_guest(line: TicketLine, guests: dict[UUID, tuple[str, str]]) -> TicketLine:
    if line.requester_id not in guests:
        return line
    name, organisation = guests[line.requester_id]
    return msgspec.structs.replace(line, requester=name, organisation=organisation)


async def _teams_of(actor: Actor, connection: AsyncConnection) -> list[UUID]:
    return [team.id for team in await all_teams(connection) if actor.account in team.members]


async def count_queues(_: CountQueues, actor: Actor, connection: AsyncConnection) -> dict[str, int]:
    """How many tickets each queue holds."""
    must_be_support(actor)
    counted = select(
        func.count().label("open"),
        func.count().filter(tickets.c.assignee.is_(None)).label("unassigned"),
        func.count().filter(tickets.c.assignee == actor.account).label("mine"),
        func.count().filter(tickets.c.team_id.in_(await _teams_of(actor, connection))).label("team"),
        func.count().filter(ticket_sla.c.state == "imminent").label("imminent"),
        func.count().filter(ticket_sla.c.state == "breached").label("breached"),
    )
    counted = counted.select_from(tickets.outerjoin(ticket_sla, _its_sla())).where(visible_tickets(actor), _among(OPEN))
    return dict((await connection.execute(counted)).mappings().one())


def _unread_by_support() -> ColumnElement[bool]:
    return unread_messages(Side.CUSTOMER, message_readings.c.side == str(Side.SUPPORT))


def _with_sla(lines: Select[Any]) -> Select[Any]:
    return lines.outerjoin(ticket_sla, _its_sla()).add_columns(
        ticket_sla.c.due_at, ticket_sla.c.sooner, ticket_sla.c.state.label("sla")
    )


def _its_sla() -> ColumnElement[bool]:
    return and_(ticket_sla.c.tenant == tickets.c.tenant, ticket_sla.c.ticket_id == tickets.c.id)
