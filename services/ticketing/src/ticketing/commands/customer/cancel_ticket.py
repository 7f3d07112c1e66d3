from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_requester
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class CancelTicket(Struct, frozen=True):
    ticket_id: UUID


async def cancel_ticket(command: CancelTicket, uow: TicketingWork) -> Ticket:
    """The requester needs no help any more."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_requester(uow.actor, ticket)
    await uow.tell(ticket, ticket.cancel(at=uow.now))
    return ticket
