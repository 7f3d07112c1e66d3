from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold
from ticketing.domain.policies import OPEN
from ticketing.storage import attachments
from ticketing.storage.unit_of_work import TicketingWork


class ReserveTicket(Struct, frozen=True):
    """`ticket_id` is that of a request whose form is being filled in."""

    ticket_id: UUID


async def reserve_ticket(command: ReserveTicket, uow: TicketingWork) -> UUID:
    """So that files can be sent before the request is. Doing it twice changes nothing."""
    must_hold(uow.actor, OPEN)
    await attachments.reserve(uow, command.ticket_id, must_be_signed_in(uow.actor))
    return command.ticket_id
