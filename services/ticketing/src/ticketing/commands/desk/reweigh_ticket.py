from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.severity import Impact, Urgency
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class ReweighTicket(Struct, frozen=True):
    """`seen` is the version that the agent had read."""

    ticket_id: UUID
    impact: Impact
    urgency: Urgency
    seen: int | None = None


async def reweigh_ticket(command: ReweighTicket, uow: TicketingWork) -> Ticket:
    """What is promised from here on is what the new severity promises."""
    _ = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.must_be_current(ticket, command.seen)
    await uow.tell(ticket, ticket.reweigh(command.impact, command.urgency, at=uow.now))
    return ticket
