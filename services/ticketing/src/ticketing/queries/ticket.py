"""A ticket as whoever may see it sees it: state, answers, thread, interventions, history."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import recap, say
from ticketing.domain.answers import context_at
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.guest import Guest
from ticketing.domain.policies import OPEN as MAY_OPEN
from ticketing.domain.policies import is_support
from ticketing.domain.refusals import TicketNotFound
from ticketing.domain.severity import Impact, Severity, Urgency
from ticketing.domain.ticket import ARCHIVED, GONE, OPEN, REOPENS_WITHIN, Status
from ticketing.domain.words import IMPACTS, KINDS, SEVERITIES, URGENCIES, sentence_for, word_for
from ticketing.queries.files import FileView, files_of
from ticketing.queries.opinions import Opinion, opinion_on
from ticketing.queries.sla import ShowSla, SlaView, sla_of
from ticketing.queries.thread import (
    HistoryLine,
    InterventionView,
    MessageView,
    history_of,
    interventions_of,
    thread_of,
    together_with,
)
from ticketing.storage.catalogue import form_of
from ticketing.storage.guests import guest_of
from ticketing.storage.shares import shared_with
from ticketing.storage.tables import catalogue_entries, products, tickets
from ticketing.storage.visibility import visible_tickets


class AnswerLine(msgspec.Struct, frozen=True):
    label: str
    value: str


class TicketView(msgspec.Struct, frozen=True, kw_only=True):
    """`mine`: the reader opened it. `sla` and `guest` (who asked without an account) are
    for the support team alone. `can` are the acts open to a customer now: reply, confirm, reopen, cancel, share.
    `shared_with` are the colleagues whom the requester lets read it, and `opinion` is what the requester thought of the
    help: both are told to the requester and the support team.

    `files` came with the request itself; those of a message are beside it.
    Names (`requester`, `organisation`, `assignee`, of authors) are asked of identity by the door, and may be missing.
    """

    id: UUID
    reference: str
    version: int
    subject: str
    product: str
    entry: str
    kind: str
    kind_label: str
    impact_label: str
    urgency_label: str
    severity: str
    severity_label: str
    status: str
    status_label: str
    status_sentence: str
    mine: bool
    requester_id: UUID
    organisation_id: UUID
    assignee_id: UUID | None
    opened_at: datetime
    changed_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    answers: list[AnswerLine]
    messages: list[MessageView]
    interventions: list[InterventionView]
    history: list[HistoryLine]
    can: list[str]
    shared_with: list[UUID]
    sla: SlaView | None = None
    impact: str = ""
    urgency: str = ""
    guest: Guest | None = None
    shared_names: list[str] = []
    requester: str = ""
    organisation: str = ""
    assignee: str = ""
    files: list[FileView] = []
    opinion: Opinion | None = None


class ShowTicket(msgspec.Struct, frozen=True):
    ticket_id: UUID
    now: datetime
    locale: str


async def show_ticket(question: ShowTicket, actor: Actor, connection: AsyncConnection) -> TicketView:
    """Raises TicketNotFound for what the actor may not see: nobody learns that it exists."""
    row = (await connection.execute(_wanted(question.ticket_id).where(visible_tickets(actor)))).one_or_none()
    if row is None:
        raise TicketNotFound
    locale, form = question.locale, await form_of(connection, row.entry_id, row.form_number)
    context = context_at(row.opened_at, settled=True)
    lines = [line for part in recap(form, row.answers, context, locale) for line in part.lines if line.given]
    weighed = RequestKind(row.kind).has_severity
    together = await together_with(connection, row.id)
    files = await files_of(connection, together)
    return TicketView(
        id=row.id,
        reference=row.reference,
        version=row.version,
        subject=row.subject,
        product=say(row.product, locale),
        entry=say(row.label, locale),
        kind=row.kind,
        kind_label=say(KINDS[RequestKind(row.kind)], locale),
        impact_label=say(IMPACTS[Impact(row.impact)], locale) if weighed else "",
        urgency_label=say(URGENCIES[Urgency(row.urgency)], locale) if weighed else "",
        severity=row.severity,
        severity_label=say(SEVERITIES[Severity(row.severity)], locale),
        status=row.status,
        status_label=word_for(row.status, locale, support=is_support(actor)),
        status_sentence=sentence_for(row.status, locale),
        mine=row.requester == actor.account,
        requester_id=row.requester,
        organisation_id=row.organisation_id,
        assignee_id=row.assignee,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        answers=[AnswerLine(line.label, line.value) for line in lines],
        messages=await thread_of(connection, together, actor, files, requester=row.requester, now=question.now),
        interventions=await interventions_of(connection, row.id, locale),
        history=await history_of(connection, row.id, actor, locale),
        shared_with=await shared_with(connection, row.id) if _is_told(row, actor) else [],
        can=[] if is_support(actor) else _acts(row, actor, question.now),
        sla=await sla_of(connection, ShowSla(row.id, question.now, locale)) if is_support(actor) else None,
        guest=await guest_of(connection, row.id) if is_support(actor) else None,
        impact=row.impact,
        urgency=row.urgency,
        files=files.get(None, []),
        opinion=await opinion_on(connection, row.id) if _is_told(row, actor) else None,
    )


def _is_told(row: Any, actor: Actor) -> bool:
    return is_support(actor) or row.requester == actor.account


def _wanted(ticket_id: UUID) -> Any:
    t, e, p = tickets, catalogue_entries, products
    return (
        select(t, e.c.label, e.c.kind, p.c.name.label("product"))
        .join(e, (e.c.tenant == t.c.tenant) & (e.c.id == t.c.entry_id))
        .join(p, (p.c.tenant == e.c.tenant) & (p.c.id == e.c.product_id))
        .where(t.c.id == ticket_id)
    )


def _acts(row: Any, actor: Actor, now: datetime) -> list[str]:
    status, mine = Status(row.status), row.requester == actor.account
    replies = status not in GONE and (row.closed_at is None or now - row.closed_at <= REOPENS_WITHIN)
    may = {
        "reply": replies and (mine or actor.holds(MAY_OPEN)),
        "reopen": replies and status not in OPEN and (mine or actor.holds(MAY_OPEN)),
        "confirm": mine and status is Status.RESOLVED,
        "cancel": mine and status not in ARCHIVED,
        "share": mine,
    }
    return [act for act, allowed in may.items() if allowed]
