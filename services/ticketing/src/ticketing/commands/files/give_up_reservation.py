from uuid import UUID

from msgspec import Struct

from contracts.ticketing import TicketGivenUp
from ticketing.storage import attachments
from ticketing.storage.unit_of_work import TicketingWork


class GiveUpReservation(Struct, frozen=True):
    ticket_id: UUID


async def give_up_reservation(command: GiveUpReservation, uow: TicketingWork) -> None:
    """Runs by timer: the form was never sent, and its files have no reason left."""
    if await attachments.drop_reservation(uow, command.ticket_id):
        uow.record(TicketGivenUp(ticket_id=command.ticket_id))
