from uuid import UUID

from msgspec import Struct

from ticketing.storage import sla
from ticketing.storage.unit_of_work import TicketingWork


class WatchSla(Struct, frozen=True):
    ticket_id: UUID


async def watch_sla(command: WatchSla, uow: TicketingWork) -> None:
    """Runs by timer, at the minute when a promise is nearly up, and when it is. Says nothing twice."""
    ticket = await uow.tickets.get(command.ticket_id)
    await sla.settle(uow, ticket)
