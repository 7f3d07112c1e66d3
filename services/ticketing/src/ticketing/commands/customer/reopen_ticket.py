from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_customer
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class ReopenTicket(Struct, frozen=True):
    ticket_id: UUID


async def reopen_ticket(command: ReopenTicket, uow: TicketingWork) -> Ticket:
    """It is not solved after all."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_customer(uow.actor, ticket)
    await uow.tell(ticket, ticket.reopen(at=uow.now))
    return ticket
