from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold
from chassis.refusals import Stale
from demarches.commands.editor.change_definition import ChangeDefinition, change_definition
from demarches.domain.editor.sharing import update
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import NothingNew
from demarches.storage import editing, sharing
from demarches.storage.unit_of_work import DemarchesWork


class TakeUpdate(Struct, frozen=True, kw_only=True):
    """`number`: the version offered that its reader had before their eyes; `theirs`: the conflicts settled their way.
    `expected`: as for any change of the work."""

    demarche_id: UUID
    number: int
    expected: int
    theirs: tuple[tuple[str, ...], ...] = ()


async def take_update(command: TakeUpdate, uow: DemarchesWork) -> int:
    """Ours, with what the operator changed since: under work, to be read again and published like any change."""
    must_hold(uow.actor, EDIT)
    c = uow.connection
    work = await editing.work_on(c, command.demarche_id)
    origin = await sharing.origin_of(c, command.demarche_id)
    latest = await sharing.latest(c, origin.shared_id)
    if latest.number == origin.number or latest.ended:
        raise NothingNew
    if latest.number != command.number:
        raise Stale
    base = await sharing.offered(c, origin.shared_id, origin.number)
    made = update(base.content, work.content, latest.content, taking=command.theirs)
    changed = ChangeDefinition(demarche_id=command.demarche_id, content=made.content, expected=command.expected)
    version = await change_definition(changed, uow)
    await sharing.note_under_work(c, command.demarche_id, latest.number)
    uow.note("demarches.definition.update_taken", command.demarche_id)
    return version
