from msgspec import Struct

from chassis.policies import must_be_signed_in
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork

OURS = "demarches."


class MeetAgent(Struct, frozen=True):
    pass


async def meet_agent(_: MeetAgent, uow: DemarchesWork) -> None:
    """Who opens the console is known from then on, whatever became of the event that told of their permissions."""
    ours = [permission for permission in uow.actor.permissions if permission.startswith(OURS)]
    await desk.keep_agent(uow.connection, must_be_signed_in(uow.actor), ours)
