from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class TakeTicket(Struct, frozen=True):
    ticket_id: UUID
    from_colleague: bool = False


async def take_ticket(command: TakeTicket, uow: TicketingWork) -> Ticket:
    """A colleague's ticket is taken over only by saying so."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.tell(ticket, ticket.take(agent, from_colleague=command.from_colleague, at=uow.now))
    return ticket
