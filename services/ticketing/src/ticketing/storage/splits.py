"""What left a ticket for one of its own. Messages are written once: the new ticket begins with copies of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.ids import new_id
from chassis.unit_of_work import UnitOfWork
from ticketing.domain.refusals import NotSplit
from ticketing.domain.splits import COPIED
from ticketing.domain.thread import Audience, Message, Side
from ticketing.domain.ticket import Ticket
from ticketing.storage.desk_tables import splits
from ticketing.storage.tables import messages, tickets
from ticketing.storage.thread import add_message


class Split(NamedTuple):
    from_id: UUID
    at: datetime


async def messages_of(connection: AsyncConnection, ticket_id: UUID, ids: tuple[UUID, ...]) -> list[Message]:
    """Those that may leave, oldest first."""
    m, gone = messages.c, select(splits.c.message_id)
    wanted = select(messages).where(
        m.ticket_id == ticket_id,
        m.id.in_(ids),
        m.side == str(Side.CUSTOMER),
        m.audience == str(Audience.PUBLIC),
        m.channel != COPIED,
        m.id.not_in(gone),
    )
    return [
        Message(
            id=row.id,
            ticket_id=row.ticket_id,
            side=Side.CUSTOMER,
            author=row.author,
            body=row.body,
            posted_at=row.posted_at,
            quoted=row.quoted,
        )
        for row in await connection.execute(wanted.order_by(m.id))
    ]


async def keep_split(uow: UnitOfWork, old: Ticket, new: Ticket, said: Sequence[Message], agent: UUID) -> None:
    for one in said:
        copy = Message(
            id=new_id(),
            ticket_id=new.id,
            side=one.side,
            author=one.author,
            body=one.body,
            posted_at=one.posted_at,
            channel=COPIED,
            quoted=one.quoted,
        )
        await add_message(uow, new, copy)
        row = {"ticket_id": new.id, "message_id": one.id, "from_id": old.id, "agent": agent, "at": uow.now}
        await uow.insert(splits, row)


async def split_of(connection: AsyncConnection, ticket_id: UUID) -> Split:
    """Raises NotSplit."""
    s = splits.c
    row = (await connection.execute(select(s.from_id, s.at).where(s.ticket_id == ticket_id).limit(1))).one_or_none()
    if row is None:
        raise NotSplit
    return Split(row.from_id, row.at)


async def forget_split(uow: UnitOfWork, ticket_id: UUID) -> None:
    await uow.connection.execute(delete(splits).where(splits.c.ticket_id == ticket_id))


async def dealt_with_in(connection: AsyncConnection, ticket_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    """Where messages of this ticket are dealt with: id and number of the other, by message."""
    s, t = splits.c, tickets.c
    wanted = (
        select(s.message_id, t.id, t.reference)
        .join(tickets, (t.tenant == s.tenant) & (t.id == s.ticket_id))
        .where(s.from_id == ticket_id)
    )
    return {row.message_id: (row.id, row.reference) for row in await connection.execute(wanted)}
