"""Who asked, for the service itself: in whose name a mail to the ticket's address is taken."""

from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.refusals import TicketNotFound
from ticketing.storage.tables import tickets
from ticketing.storage.visibility import visible_tickets


class Requester(NamedTuple):
    requester: UUID
    organisation_id: UUID


class WhoseTicket(msgspec.Struct, frozen=True):
    ticket_id: UUID


async def whose_ticket(question: WhoseTicket, actor: Actor, connection: AsyncConnection) -> Requester:
    t = tickets.c
    wanted = select(t.requester, t.organisation_id).where(t.id == question.ticket_id, visible_tickets(actor))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise TicketNotFound
    return Requester(*row)


class TicketOf(msgspec.Struct, frozen=True):
    """By the number as people copy it."""

    reference: str


async def ticket_of(question: TicketOf, actor: Actor, connection: AsyncConnection) -> Requester:
    """Raises TicketNotFound."""
    t, typed = tickets.c, question.reference.replace("\x00", "").strip().upper()
    wanted = select(t.requester, t.organisation_id).where(t.reference == typed, visible_tickets(actor))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise TicketNotFound
    return Requester(*row)
