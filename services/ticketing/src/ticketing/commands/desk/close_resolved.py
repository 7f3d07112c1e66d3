from uuid import UUID

from msgspec import Struct

from ticketing.storage.unit_of_work import TicketingWork


class CloseResolved(Struct, frozen=True):
    ticket_id: UUID


async def close_resolved(command: CloseResolved, uow: TicketingWork) -> None:
    """Runs by timer; changes nothing when the ticket was reopened or resolved again since."""
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.tell(ticket, ticket.close_unless_contradicted(at=uow.now))
