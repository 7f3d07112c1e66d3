from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold
from contracts.demarches import DefinitionShared
from demarches.commands.editor.publish_work import must_pass_its_trials
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.sharing import without_own
from demarches.domain.permissions import SHARE
from demarches.domain.refusals import NothingNew, SharedNotFound
from demarches.domain.texts import must_be_written
from demarches.storage import editing, sharing
from demarches.storage.unit_of_work import DemarchesWork


class ShareDefinition(Struct, frozen=True):
    """`note`: what is new in it, for the organisations that copied it."""

    demarche_id: UUID
    note: str


async def share_definition(command: ShareDefinition, uow: DemarchesWork) -> int:
    """What is under work, else what is in force, as it could be published. The operator need not offer it itself."""
    must_hold(uow.actor, SHARE)
    note = must_be_written(command.note, "/note", longest=500)
    work = await editing.work_on(uow.connection, command.demarche_id)
    definition = must_be_readable(work.content)
    definition.must_be_publishable()
    must_pass_its_trials(definition)
    content = without_own(work.content)
    try:
        if (await sharing.offered(uow.connection, command.demarche_id)).content == content:
            raise NothingNew
    except SharedNotFound:
        pass
    number = await sharing.offer(uow.connection, command.demarche_id, content, note, uow.now)
    uow.record(DefinitionShared(demarche_id=command.demarche_id, number=number))
    return number
