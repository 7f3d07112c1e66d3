"""What was written about a ticket, done for it, and happened to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from contracts.ticketing import (
    InterventionLogged,
    TicketAnswered,
    TicketAssigned,
    TicketOpened,
    TicketReweighed,
    TicketShared,
    TicketStatusChanged,
    TicketUnshared,
)
from ticketing.domain.delivery import shown
from ticketing.domain.guest import BY_FORM
from ticketing.domain.policies import is_support
from ticketing.domain.severity import Severity
from ticketing.domain.splits import COPIED
from ticketing.domain.thread import Audience, InterventionKind, Side
from ticketing.domain.words import INTERVENTIONS, SEVERITIES, word_for
from ticketing.queries.files import FileView
from ticketing.storage.mail_tables import message_mails
from ticketing.storage.merges import merged_into
from ticketing.storage.splits import dealt_with_in
from ticketing.storage.tables import history, interventions, message_readings, messages
from ticketing.storage.visibility import visible_messages


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """`read_at`: when somebody of the other side first read it. `unread`: by this reader (support reads as one).
    `internal` is never true for a customer. `delivery` (for the support team: waiting, sending, held, sent, delivered, failed,
    withheld, unknown) is what became of the mail that tells of it, since `delivery_at`, and `delivery_reason` why it failed.
    `elsewhere`: the number of the ticket in which it is dealt with."""

    id: UUID
    author: str
    author_id: UUID
    mine: bool
    body: str
    posted_at: datetime
    read_at: datetime | None
    unread: bool
    internal: bool = False
    channel: str = "portal"
    quoted: str = ""
    author_name: str = ""
    files: list[FileView] = []
    delivery: str = ""
    delivery_at: datetime | None = None
    delivery_reason: str = ""
    elsewhere_id: UUID | None = None
    elsewhere: str = ""


class InterventionView(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    kind: str
    kind_label: str
    minutes: int
    summary: str
    started_at: datetime
    agent_id: UUID
    agent_name: str = ""


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """`event`: opened, answered, assigned, status_changed, logged, reweighed, shared, unshared; `label` is the state, kind or severity
    that it names."""

    event: str
    side: str
    at: datetime
    label: str = ""


async def together_with(connection: AsyncConnection, ticket_id: UUID) -> list[UUID]:
    """The ticket and those that go on in it: of the same requester, so whoever reads this one may read them.

    Asked before their messages are: an index finds the messages of known tickets, and not those of a condition.
    """
    return [ticket_id, *await merged_into(connection, ticket_id)]


async def thread_of(
    connection: AsyncConnection,
    together: list[UUID],
    actor: Actor,
    files: dict[UUID | None, list[FileView]],
    *,
    requester: UUID,
    now: datetime,
) -> list[MessageView]:
    """Of these tickets (the one that is read first), oldest first. What a guest wrote is the requester's: before there was
    proof nobody else's, afterwards the account's to which the request was attached."""
    ticket_id = together[0]
    own = Side.SUPPORT if is_support(actor) else Side.CUSTOMER
    m, r = messages, message_readings
    by_other = select(func.min(r.c.at)).where(r.c.tenant == m.c.tenant, r.c.message_id == m.c.id, r.c.side != m.c.side)
    by_own = select(func.count()).where(r.c.tenant == m.c.tenant, r.c.message_id == m.c.id)
    seen = by_own.where(r.c.side == str(own)) if own is Side.SUPPORT else by_own.where(r.c.reader == actor.account)
    wanted: Any = (
        select(
            m,
            by_other.correlate(m).scalar_subquery().label("read_at"),
            seen.correlate(m).scalar_subquery().label("seen"),
        )
        # What was copied from a ticket is read in it already, when the copy comes back.
        .where(m.c.ticket_id.in_(together), or_(m.c.ticket_id == ticket_id, m.c.channel != COPIED))
        .where(visible_messages(actor))
        .order_by(m.c.id)
    )
    mails = await _mails_of(connection, together) if own is Side.SUPPORT else None
    elsewhere = await dealt_with_in(connection, ticket_id)
    rows = list(await connection.execute(wanted))
    guests = {row.author for row in rows if row.channel == BY_FORM}
    said = [
        _message(row, requester if row.author in guests else row.author, own, actor, files.get(row.id, []), mails, now)
        for row in rows
    ]
    return [
        replace(one, elsewhere_id=elsewhere[one.id][0], elsewhere=elsewhere[one.id][1]) if one.id in elsewhere else one
        for one in said
    ]


async def _mails_of(connection: AsyncConnection, ticket_ids: list[UUID]) -> dict[UUID, Any]:
    """By message; of several mails about one, the one that was begun last."""
    m = message_mails.c
    wanted = select(m.message_id, m.state, m.reason, m.at).where(m.ticket_id.in_(ticket_ids)).order_by(m.at)
    return {row.message_id: row for row in await connection.execute(wanted)}


async def interventions_of(connection: AsyncConnection, ticket_id: UUID, locale: str) -> list[InterventionView]:
    wanted = select(interventions).where(interventions.c.ticket_id == ticket_id).order_by(interventions.c.id)
    return [
        InterventionView(
            id=row.id,
            kind=row.kind,
            kind_label=say(INTERVENTIONS[InterventionKind(row.kind)], locale),
            minutes=row.minutes,
            summary=row.summary,
            started_at=row.started_at,
            agent_id=row.agent,
        )
        for row in await connection.execute(wanted)
    ]


async def history_of(connection: AsyncConnection, ticket_id: UUID, actor: Actor, locale: str) -> list[HistoryLine]:
    wanted = select(history).where(history.c.ticket_id == ticket_id).order_by(history.c.id)
    return [
        HistoryLine(event=_EVENTS[row.type], side=row.side, at=row.at, label=_label(row.facts, actor, locale))
        for row in await connection.execute(wanted)
    ]


_EVENTS = {
    TicketOpened.type: "opened",
    TicketAnswered.type: "answered",
    TicketAssigned.type: "assigned",
    TicketStatusChanged.type: "status_changed",
    InterventionLogged.type: "logged",
    TicketReweighed.type: "reweighed",
    TicketShared.type: "shared",
    TicketUnshared.type: "unshared",
}


def _label(facts: dict[str, Any], actor: Actor, locale: str) -> str:
    if "status" in facts:
        return word_for(facts["status"], locale, support=is_support(actor))
    if "severity" in facts:
        return say(SEVERITIES[Severity(facts["severity"])], locale)
    return say(INTERVENTIONS[InterventionKind(facts["kind"])], locale) if "kind" in facts else ""


def _message(
    row: Any,
    author: UUID,
    own: Side,
    actor: Actor,
    files: list[FileView],
    mails: dict[UUID, Any] | None,
    now: datetime,
) -> MessageView:
    delivery, mail = None, (mails or {}).get(row.id)
    if mails is not None and row.side == Side.SUPPORT and row.audience == Audience.PUBLIC:
        state, at = (mail.state, mail.at) if mail else (None, None)
        delivery = shown(state, at, posted_at=row.posted_at, now=now)
    return MessageView(
        delivery=str(delivery or ""),
        delivery_at=mail.at if mail else None,
        delivery_reason=mail.reason if mail else "",
        id=row.id,
        author=row.side,
        author_id=author,
        mine=author == actor.account,
        body=row.body,
        posted_at=row.posted_at,
        read_at=row.read_at,
        unread=row.side != own and not row.seen,
        internal=row.audience == Audience.INTERNAL,
        channel=row.channel,
        quoted=row.quoted,
        files=files,
    )
