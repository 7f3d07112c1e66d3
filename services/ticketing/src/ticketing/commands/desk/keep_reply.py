from msgspec import Struct

from ticketing.domain.canned import CannedReply, must_be_a_reply
from ticketing.domain.policies import must_set_up
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class KeepReply(Struct, frozen=True):
    reply: CannedReply


async def keep_reply(command: KeepReply, uow: TicketingWork) -> CannedReply:
    """New, or changed."""
    must_set_up(uow.actor)
    must_be_a_reply(command.reply)
    await desk.keep_reply(uow, command.reply)
    return command.reply
