from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in
from ticketing.domain.thread import Side
from ticketing.storage.thread import mark_read
from ticketing.storage.unit_of_work import TicketingWork


class ReadTicket(Struct, frozen=True):
    ticket_id: UUID


async def read_ticket(command: ReadTicket, uow: TicketingWork) -> int:
    """Mark what support wrote as read by this reader, and say how many messages there were."""
    ticket = await uow.tickets.get(command.ticket_id)
    reader = must_be_signed_in(uow.actor)
    return await mark_read(uow, ticket.id, reader, Side.CUSTOMER)
