from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_requester
from ticketing.domain.ticket import Ticket
from ticketing.storage import shares
from ticketing.storage.unit_of_work import TicketingWork


class ShareTicket(Struct, frozen=True):
    """`colleague` is an active member of the requester's organisation (the door has asked identity)."""

    ticket_id: UUID
    colleague: UUID


async def share_ticket(command: ShareTicket, uow: TicketingWork) -> Ticket:
    """They read all that is said in it, and are told so once."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_requester(uow.actor, ticket)
    facts = ticket.share(command.colleague, at=uow.now)
    if await shares.keep_share(uow, ticket.id, command.colleague):
        await uow.tell(ticket, facts)
    return ticket
