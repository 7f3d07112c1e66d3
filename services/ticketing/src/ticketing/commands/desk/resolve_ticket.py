from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class ResolveTicket(Struct, frozen=True):
    """`seen` is the version that the agent had read."""

    ticket_id: UUID
    seen: int | None = None


async def resolve_ticket(command: ResolveTicket, uow: TicketingWork) -> Ticket:
    """It closes by itself 7 working days later unless the customer says otherwise."""
    _ = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.must_be_current(ticket, command.seen)
    await uow.tell(ticket, ticket.resolve(at=uow.now))
    return ticket
