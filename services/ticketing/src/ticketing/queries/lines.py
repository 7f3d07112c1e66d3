"""Lists of tickets: one's own, one's organisation's, the support team's queues."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from contracts.forms import say
from ticketing.domain.policies import must_be_support
from ticketing.domain.severity import Severity
from ticketing.domain.thread import Audience, Side
from ticketing.domain.ticket import ARCHIVED, OPEN, Status
from ticketing.domain.words import SEVERITIES, word_for
from ticketing.storage.desk import all_teams
from ticketing.storage.guests import names_of
from ticketing.storage.sla_tables import ticket_sla
from ticketing.storage.tables import catalogue_entries, message_readings, messages, products, tickets
from ticketing.storage.visibility import own_tickets, visible_tickets

Queue = Literal["mine", "unassigned", "open", "imminent", "breached", "team"]


class TicketLine(msgspec.Struct, frozen=True, kw_only=True):
    """`due_at` and `sla` (running, imminent, breached, none) are for the support team.
    `unread` counts what the other side wrote and the reader (for support: nobody of the team) has not read."""

    id: UUID
    reference: str
    subject: str
    product: str
    entry: str
    severity: str
    severity_label: str
    status: str
    status_label: str
    requester_id: UUID
    organisation_id: UUID
    assignee_id: UUID | None
    opened_at: datetime
    changed_at: datetime
    unread: int
    due_at: datetime | None = None
    sla: str = "none"
    requester: str = ""
    organisation: str = ""
    assignee: str = ""


class ListTickets(msgspec.Struct, frozen=True, kw_only=True):
    """`scope`: one's own, or everything that one may see. `archived`: closed and cancelled ones, else the others.
    `unread`: those with an answer not yet read, archived or not."""

    locale: str
    scope: Literal["mine", "organisation"] = "mine"
    archived: bool = False
    unread: bool = False
    search: str = ""
    cursor: str | None = None
    limit: int = 50


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


async def list_tickets(question: ListTickets, actor: Actor, connection: AsyncConnection) -> Page[TicketLine]:
    """Those that moved last come first."""
    kept = ARCHIVED if question.archived else OPEN | {Status.RESOLVED}
    unread = _unread_by(actor)
    chosen = _lines(unread).where(visible_tickets(actor) if question.scope == "organisation" else own_tickets(actor))
    if question.unread:
        chosen = chosen.where(exists().where(_of_ticket(), unread))
    else:
        chosen = chosen.where(tickets.c.status.in_([str(status) for status in sorted(kept)]))
    if question.scope == "organisation":
        chosen = chosen.where(tickets.c.organisation_id == actor.organisation)
    words = question.search.replace("\x00", "").strip()
    if words:
        chosen = chosen.where(_mentions(words))
    keys = [tickets.c.changed_at, tickets.c.id]
    rows = (await connection.execute(after(chosen, keys, question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [row.changed_at, row.id])
    return Page([_line(row, question.locale) for row in cut.items], cut.next)


async def list_queue(question: ListQueue, actor: Actor, connection: AsyncConnection) -> Page[TicketLine]:
    """What waits for the support team: the graver first, then the older; of what is nearly or already late, what was
    due first."""
    must_be_support(actor)
    alive = tickets.c.status.in_([str(status) for status in sorted(OPEN)])
    chosen = _with_sla(_lines(_unread_by_support())).where(visible_tickets(actor), alive)
    keys = [tickets.c.precedence, tickets.c.id]
    if question.queue == "mine":
        chosen = chosen.where(tickets.c.assignee == actor.account)
    elif question.queue == "unassigned":
        chosen = chosen.where(tickets.c.assignee.is_(None))
    elif question.queue == "team":
        chosen = chosen.where(tickets.c.team_id.in_(await _teams_of(actor, connection)))
    elif question.queue in ("imminent", "breached"):
        chosen = chosen.where(ticket_sla.c.state == question.queue)
        keys = [ticket_sla.c.sooner, tickets.c.id]
    chosen = _narrowed(chosen, question)
    rows = (await connection.execute(after(chosen, keys, question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [getattr(row, keys[0].name), row.id])
    guests = await names_of(connection, [row.requester for row in cut.items])
    lines = [_line(row, question.locale, support=True) for row in cut.items]
    return Page([_with_guest(line, guests) for line in lines], cut.next)


def _narrowed(chosen: Select[Any], question: ListQueue) -> Select[Any]:
    words = question.search.replace("\x00", "").strip()
    if words:
        chosen = chosen.where(_mentions(words))
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
    alive = tickets.c.status.in_([str(status) for status in sorted(OPEN)])
    counted = select(
        func.count().label("open"),
        func.count().filter(tickets.c.assignee.is_(None)).label("unassigned"),
        func.count().filter(tickets.c.assignee == actor.account).label("mine"),
        func.count().filter(tickets.c.team_id.in_(await _teams_of(actor, connection))).label("team"),
        func.count().filter(ticket_sla.c.state == "imminent").label("imminent"),
        func.count().filter(ticket_sla.c.state == "breached").label("breached"),
    )
    counted = counted.select_from(tickets.outerjoin(ticket_sla, _its_sla())).where(visible_tickets(actor), alive)
    return dict((await connection.execute(counted)).mappings().one())


def unread_messages(side: Side, *read: ColumnElement[bool]) -> ColumnElement[bool]:
    """Public messages of this side that no reading matches."""
    m, r = messages, message_readings
    known = exists().where(r.c.tenant == m.c.tenant, r.c.message_id == m.c.id, *read)
    return and_(m.c.audience == str(Audience.PUBLIC), m.c.side == str(side), ~known)


def _unread_by(actor: Actor) -> ColumnElement[bool]:
    return unread_messages(Side.SUPPORT, message_readings.c.reader == actor.account)


def _unread_by_support() -> ColumnElement[bool]:
    return unread_messages(Side.CUSTOMER, message_readings.c.side == str(Side.SUPPORT))


def _lines(unread: ColumnElement[bool]) -> Select[Any]:
    t, e, p = tickets, catalogue_entries, products
    counted = select(func.count()).select_from(messages).where(_of_ticket(), unread).correlate(t).scalar_subquery()
    return (
        select(t, e.c.label, p.c.name.label("product"), counted.label("unread"))
        .join(e, (e.c.tenant == t.c.tenant) & (e.c.id == t.c.entry_id))
        .join(p, (p.c.tenant == e.c.tenant) & (p.c.id == e.c.product_id))
    )


def _with_sla(lines: Select[Any]) -> Select[Any]:
    return lines.outerjoin(ticket_sla, _its_sla()).add_columns(
        ticket_sla.c.due_at, ticket_sla.c.sooner, ticket_sla.c.state.label("sla")
    )


def _its_sla() -> ColumnElement[bool]:
    return and_(ticket_sla.c.tenant == tickets.c.tenant, ticket_sla.c.ticket_id == tickets.c.id)


def _of_ticket() -> ColumnElement[bool]:
    return and_(messages.c.tenant == tickets.c.tenant, messages.c.ticket_id == tickets.c.id)


def _mentions(words: str) -> ColumnElement[bool]:
    """In its number or its subject."""
    return or_(
        tickets.c.reference.icontains(words, autoescape=True), tickets.c.subject.icontains(words, autoescape=True)
    )


def _line(row: Any, locale: str, *, support: bool = False) -> TicketLine:
    return TicketLine(
        id=row.id,
        reference=row.reference,
        subject=row.subject,
        product=say(row.product, locale),
        entry=say(row.label, locale),
        severity=row.severity,
        severity_label=say(SEVERITIES[Severity(row.severity)], locale),
        status=row.status,
        status_label=word_for(row.status, locale, support=support),
        requester_id=row.requester,
        organisation_id=row.organisation_id,
        assignee_id=row.assignee,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        unread=row.unread,
        due_at=row.due_at if support else None,
        sla=(row.sla or "none") if support else "none",
    )
