from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Ticket
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class AssignTicket(Struct, frozen=True):
    """`agent` has opened the console before, or is who assigns."""

    ticket_id: UUID
    agent: UUID


async def assign_ticket(command: AssignTicket, uow: TicketingWork) -> Ticket:
    """To a colleague, who finds it among their own."""
    me = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await desk.must_be_agent(uow.connection, command.agent, me)
    await uow.tell(ticket, ticket.take(command.agent, from_colleague=True, at=uow.now))
    return ticket
