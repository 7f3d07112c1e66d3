from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import is_support, must_be_customer
from ticketing.storage.unit_of_work import TicketingWork


class AllowUpload(Struct, frozen=True):
    ticket_id: UUID


async def allow_upload(command: AllowUpload, uow: TicketingWork) -> UUID:
    """Whoever may write now may join files. The id of the bundle, which is the ticket's own."""
    ticket = await uow.tickets.get(command.ticket_id)
    if not is_support(uow.actor):
        _ = must_be_customer(uow.actor, ticket)
    ticket.must_take_files(at=uow.now)
    return ticket.id
