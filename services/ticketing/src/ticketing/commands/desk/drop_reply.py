from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_set_up
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class DropReply(Struct, frozen=True):
    reply_id: UUID


async def drop_reply(command: DropReply, uow: TicketingWork) -> None:
    must_set_up(uow.actor)
    await desk.drop_reply(uow, command.reply_id)
