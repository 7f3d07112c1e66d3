from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class EnterDesk(Struct, frozen=True):
    pass


async def enter_desk(_: EnterDesk, uow: TicketingWork) -> None:
    """Whoever has looked at the queue can be named as a colleague, and be a member of a team."""
    await desk.note_agent(uow, must_be_support(uow.actor))
