from uuid import UUID

from msgspec import Struct

from ticketing.domain.delivery import Delivery
from ticketing.storage import deliveries
from ticketing.storage.unit_of_work import TicketingWork


class NoteDelivery(Struct, frozen=True):
    """`event_id`: what the mail was sent for. `reason`: the notifier's word for why it failed."""

    event_id: UUID
    state: Delivery
    reason: str = ""


async def note_delivery(command: NoteDelivery, uow: TicketingWork) -> None:
    await deliveries.move_mail(uow, command.event_id, command.state, command.reason)
