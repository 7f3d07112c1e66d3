from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold
from demarches.domain.permissions import EDIT
from demarches.storage import editing
from demarches.storage.unit_of_work import DemarchesWork


class TakeBack(Struct, frozen=True):
    """`expected`: the version of the work that its author had before their eyes; 0 for `to` is what is published."""

    demarche_id: UUID
    to: int
    expected: int


async def take_back(command: TakeBack, uow: DemarchesWork) -> int:
    """The work as it was at that version, as a new one: what is taken back can be taken back in its turn."""
    must_hold(uow.actor, EDIT)
    work = await editing.work_on(uow.connection, command.demarche_id)
    content = await editing.work_at(uow.connection, work, command.to)
    return await editing.keep_work(
        uow.connection,
        command.demarche_id,
        content,
        expected=command.expected,
        at=uow.now,
        by=must_be_signed_in(uow.actor),
    )
