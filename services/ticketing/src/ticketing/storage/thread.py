"""What is written about a ticket and done for it: added, marked as read, and what of it somebody has not seen."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.refusals import News
from ticketing.domain.thread import Audience, Intervention, Message, Side
from ticketing.domain.ticket import Ticket
from ticketing.storage.tables import history, interventions, message_readings, messages

Rows = list[dict[str, Any]]


async def add_message(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    row = {
        "id": message.id,
        "ticket_id": message.ticket_id,
        "audience": str(message.audience),
        "side": str(message.side),
        "author": message.author,
        "body": message.body,
        "resolution": message.resolution,
        "channel": message.channel,
        "quoted": message.quoted,
        "posted_at": message.posted_at,
        "in_version": ticket.version + 1,
    }
    _ = await uow.connection.execute(insert(messages).values(**row))


async def add_intervention(uow: UnitOfWork, ticket: Ticket, done: Intervention) -> None:
    row = {
        "id": done.id,
        "ticket_id": done.ticket_id,
        "kind": str(done.kind),
        "minutes": done.minutes,
        "summary": done.summary,
        "agent": done.agent,
        "started_at": done.started_at,
        "logged_at": done.logged_at,
        "in_version": ticket.version + 1,
    }
    _ = await uow.connection.execute(insert(interventions).values(**row))


async def mark_read(uow: UnitOfWork, ticket_id: UUID, reader: UUID, side: Side) -> int:
    """What the other side wrote publicly and this reader had not read; how many there were."""
    known = exists().where(
        message_readings.c.tenant == messages.c.tenant,
        message_readings.c.message_id == messages.c.id,
        message_readings.c.reader == reader,
    )
    unread: Any = select(messages.c.id, literal(reader), literal(str(side)), literal(uow.now)).where(
        messages.c.ticket_id == ticket_id,
        messages.c.audience == str(Audience.PUBLIC),
        messages.c.side != str(side),
        ~known,
    )
    marks = upsert(message_readings).from_select(["message_id", "reader", "side", "at"], unread)
    return (await uow.connection.execute(marks.on_conflict_do_nothing())).rowcount


async def news_since(uow: UnitOfWork, ticket_id: UUID, version: int) -> list[News]:
    """What came to the ticket after this version, oldest first, notes included: for the support team."""
    said = await _after(uow, messages, ticket_id, version)
    done = await _after(uow, interventions, ticket_id, version)
    moved = await _after(uow, history, ticket_id, version)
    found = [
        (m["posted_at"], News(kind=_kind(m), at=m["posted_at"].isoformat(), author=str(m["author"]), text=m["body"]))
        for m in said
    ]
    found += [
        (i["logged_at"], News(kind=i["kind"], at=i["logged_at"].isoformat(), author=str(i["agent"]), text=i["summary"]))
        for i in done
    ]
    found += [
        (h["at"], News(kind="status", at=h["at"].isoformat(), text=h["facts"]["status"]))
        for h in moved
        if "status" in h["facts"]
    ]
    return [news for _, news in sorted(found, key=lambda one: one[0])]


async def _after(uow: UnitOfWork, table: Any, ticket_id: UUID, version: int) -> Rows:
    wanted = select(table).where(table.c.ticket_id == ticket_id, table.c.in_version > version).order_by(table.c.id)
    return [dict(row) for row in (await uow.connection.execute(wanted)).mappings()]


def _kind(message: dict[str, Any]) -> str:
    if message["audience"] == Audience.INTERNAL:
        return "note"
    return "answer" if message["side"] == Side.SUPPORT else "message"
