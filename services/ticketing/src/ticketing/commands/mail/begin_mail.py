from uuid import UUID

from msgspec import Struct

from ticketing.storage import deliveries
from ticketing.storage.unit_of_work import TicketingWork


class BeginMail(Struct, frozen=True):
    """The notifier asks what to write because of this event: from here on the mail may arrive."""

    event_id: UUID
    ticket_id: UUID
    message_id: UUID


async def begin_mail(command: BeginMail, uow: TicketingWork) -> None:
    await deliveries.begin_mail(uow, command.event_id, command.ticket_id, command.message_id)
