from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_belong_to_customer
from ticketing.domain.thread import Side
from ticketing.storage.thread import mark_read
from ticketing.storage.unit_of_work import TicketingWork


class ReadTicket(Struct, frozen=True):
    ticket_id: UUID


async def read_ticket(command: ReadTicket, uow: TicketingWork) -> int:
    """Mark what support wrote as read by this reader, and say how many messages there were."""
    ticket = await uow.tickets.get(command.ticket_id)
    reader = must_belong_to_customer(uow.actor, ticket)
    return await mark_read(uow, ticket.id, reader, Side.CUSTOMER)
