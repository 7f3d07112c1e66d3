from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_requester
from ticketing.domain.ticket import Ticket
from ticketing.storage import shares
from ticketing.storage.unit_of_work import TicketingWork


class UnshareTicket(Struct, frozen=True):
    ticket_id: UUID
    colleague: UUID


async def unshare_ticket(command: UnshareTicket, uow: TicketingWork) -> Ticket:
    """From the next moment on they read it only if they may for another reason."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_requester(uow.actor, ticket)
    if await shares.forget_share(uow, ticket.id, command.colleague):
        await uow.tell(ticket, ticket.unshare(command.colleague, at=uow.now))
    return ticket
