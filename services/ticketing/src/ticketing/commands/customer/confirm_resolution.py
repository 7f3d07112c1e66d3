from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_requester
from ticketing.domain.ticket import Ticket
from ticketing.storage.unit_of_work import TicketingWork


class ConfirmResolution(Struct, frozen=True):
    ticket_id: UUID


async def confirm_resolution(command: ConfirmResolution, uow: TicketingWork) -> Ticket:
    """Close a solved ticket: its requester agrees that it is."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_requester(uow.actor, ticket)
    await uow.tell(ticket, ticket.confirm(at=uow.now))
    return ticket
