"""Lists of tickets for customers: one's own, those shared with one, one's department's, one's organisation's."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from contracts.forms import say
from ticketing.domain.severity import Severity
from ticketing.domain.thread import Audience, Side
from ticketing.domain.ticket import ARCHIVED, OPEN, Status
from ticketing.domain.words import SEVERITIES, word_for
from ticketing.storage.search import mentions
from ticketing.storage.tables import catalogue_entries, message_readings, messages, products, tickets
from ticketing.storage.visibility import (
    department_tickets,
    organisation_tickets,
    own_tickets,
    shared_tickets,
    visible_tickets,
)

Scope = Literal["mine", "shared", "department", "organisation"]


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
    """`scope`: one's own, those shared with one, or all of one's department or organisation that one may see.
    `archived`: closed and cancelled ones, else the others. `unread`: those with an answer not yet read, archived or
    not. `search`: words of the number, of the subject, of what was answered in the form, of public messages, or of
    interventions; each may be the beginning of one."""

    locale: str
    scope: Scope = "mine"
    archived: bool = False
    unread: bool = False
    search: str = ""
    cursor: str | None = None
    limit: int = 50


async def list_tickets(question: ListTickets, actor: Actor, connection: AsyncConnection) -> Page[TicketLine]:
    """Those that moved last come first."""
    kept = ARCHIVED if question.archived else OPEN | {Status.RESOLVED}
    unread = _unread_by(actor)
    chosen = lines_with(unread).where(visible_tickets(actor), _of_scope(question.scope, actor))
    if question.unread:
        chosen = chosen.where(exists().where(_of_ticket(), unread))
    else:
        chosen = chosen.where(tickets.c.status.in_([str(status) for status in sorted(kept)]))
    if words := question.search.replace("\x00", "").strip():
        chosen = chosen.where(mentions(words))
    keys = [tickets.c.changed_at, tickets.c.id]
    rows = (await connection.execute(after(chosen, keys, question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [row.changed_at, row.id])
    return Page([line_of(row, question.locale) for row in cut.items], cut.next)


def _of_scope(scope: Scope, actor: Actor) -> ColumnElement[bool]:
    match scope:
        case "mine":
            return own_tickets(actor)
        case "shared":
            return shared_tickets(actor)
        case "department":
            return department_tickets(actor)
        case "organisation":
            return organisation_tickets(actor)


def unread_messages(side: Side, *read: ColumnElement[bool]) -> ColumnElement[bool]:
    """Public messages of this side that no reading matches."""
    m, r = messages, message_readings
    known = exists().where(r.c.tenant == m.c.tenant, r.c.message_id == m.c.id, *read)
    return and_(m.c.audience == str(Audience.PUBLIC), m.c.side == str(side), ~known)


def _unread_by(actor: Actor) -> ColumnElement[bool]:
    return unread_messages(Side.SUPPORT, message_readings.c.reader == actor.account)


def lines_with(unread: ColumnElement[bool]) -> Select[Any]:
    t, e, p = tickets, catalogue_entries, products
    counted = select(func.count()).select_from(messages).where(_of_ticket(), unread).correlate(t).scalar_subquery()
    return (
        select(t, e.c.label, p.c.name.label("product"), counted.label("unread"))
        .join(e, (e.c.tenant == t.c.tenant) & (e.c.id == t.c.entry_id))
        .join(p, (p.c.tenant == e.c.tenant) & (p.c.id == e.c.product_id))
    )


def _of_ticket() -> ColumnElement[bool]:
    return and_(messages.c.tenant == tickets.c.tenant, messages.c.ticket_id == tickets.c.id)


def line_of(row: Any, locale: str, *, support: bool = False) -> TicketLine:
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
