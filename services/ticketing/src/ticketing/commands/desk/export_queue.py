from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.storage.unit_of_work import TicketingWork


class ExportQueue(Struct, frozen=True):
    queue: str


async def export_queue(_: ExportQueue, uow: TicketingWork) -> None:
    """Names of many customers leave at once: the journal says who took them."""
    agent = must_be_support(uow.actor)
    uow.note("ticketing.queue.exported", agent, purpose="assistance")
