"""The macros that an agent may apply."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.macros import Macro
from ticketing.domain.policies import must_be_support
from ticketing.storage.macros import all_macros


class ListMacros(msgspec.Struct, frozen=True):
    pass


async def list_macros(_: ListMacros, actor: Actor, connection: AsyncConnection) -> list[Macro]:
    must_be_support(actor)
    return await all_macros(connection)
