"""The numbers in the header."""

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.thread import Side
from ticketing.domain.ticket import OPEN, Status
from ticketing.queries.lines import unread_messages
from ticketing.storage.tables import message_readings, messages, tickets
from ticketing.storage.visibility import own_tickets

_FOR_CUSTOMER = (str(Status.WAITING_CUSTOMER), str(Status.RESOLVED))


class Badges(msgspec.Struct, frozen=True):
    """`waiting_for_me`: tickets that wait for an answer, or for the requester to say that they are solved."""

    unread_messages: int
    open_tickets: int
    waiting_for_me: int


class CountBadges(msgspec.Struct, frozen=True):
    pass


async def count_badges(_: CountBadges, actor: Actor, connection: AsyncConnection) -> Badges:
    """Of one's own tickets: answers not yet read, and tickets that are not over."""
    alive = tickets.c.status.in_([str(status) for status in sorted(OPEN | {Status.RESOLVED})])
    still = select(func.count()).select_from(tickets).where(own_tickets(actor), alive)
    unread = (
        select(func.count())
        .select_from(
            messages.join(tickets, (tickets.c.tenant == messages.c.tenant) & (tickets.c.id == messages.c.ticket_id))
        )
        .where(own_tickets(actor), unread_messages(Side.SUPPORT, message_readings.c.reader == actor.account))
    )
    mine = select(func.count()).select_from(tickets).where(own_tickets(actor), tickets.c.status.in_(_FOR_CUSTOMER))
    counts = select(unread.scalar_subquery(), still.scalar_subquery(), mine.scalar_subquery())
    row = (await connection.execute(counts)).one()
    return Badges(unread_messages=row[0], open_tickets=row[1], waiting_for_me=row[2])
