from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Ticket, must_be_two
from ticketing.storage.merges import forget_link, keep_link
from ticketing.storage.unit_of_work import TicketingWork


class LinkTickets(Struct, frozen=True):
    """`other` is the number of the other ticket."""

    ticket_id: UUID
    other: str
    linked: bool = True


async def link_tickets(command: LinkTickets, uow: TicketingWork) -> Ticket:
    """Tickets that belong together, of whatever organisations: the support team alone sees it."""
    _ = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    other = await uow.tickets.by_reference(command.other)
    must_be_two(ticket, other)
    await (keep_link if command.linked else forget_link)(uow, ticket.id, other.id)
    uow.note("ticketing.ticket.linked", ticket.id)
    return ticket
