from uuid import UUID

from msgspec import Struct

from ticketing.domain.macros import Macro, must_be_a_macro
from ticketing.domain.policies import must_set_up
from ticketing.storage import macros
from ticketing.storage.unit_of_work import TicketingWork


class KeepMacro(Struct, frozen=True):
    macro: Macro


class DropMacro(Struct, frozen=True):
    macro_id: UUID


async def keep_macro(command: KeepMacro, uow: TicketingWork) -> Macro:
    """New, or changed."""
    must_set_up(uow.actor)
    must_be_a_macro(command.macro)
    await macros.keep_macro(uow, command.macro)
    uow.note("ticketing.macro.kept", command.macro.id)
    return command.macro


async def drop_macro(command: DropMacro, uow: TicketingWork) -> None:
    must_set_up(uow.actor)
    await macros.drop_macro(uow, command.macro_id)
    uow.note("ticketing.macro.dropped", command.macro_id)
