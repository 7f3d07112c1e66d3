from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold
from demarches.commands.editor.create_demarche import CreateDemarche, create_demarche
from demarches.domain.permissions import EDIT
from demarches.storage import sharing
from demarches.storage.unit_of_work import DemarchesWork


class CopyShared(Struct, frozen=True, kw_only=True):
    shared_id: UUID
    title: str
    theme_id: UUID | None
    department_id: UUID | None


async def copy_shared(command: CopyShared, uow: DemarchesWork) -> UUID:
    """The latest version, under work: to be read, adapted and published here like any other."""
    must_hold(uow.actor, EDIT)
    offered = await sharing.offered(uow.connection, command.shared_id)
    begun = CreateDemarche(
        title=command.title,
        theme_id=command.theme_id,
        department_id=command.department_id,
        content=offered.content,
    )
    demarche_id = await create_demarche(begun, uow)
    await sharing.keep_origin(uow.connection, demarche_id, offered.shared_id, offered.number)
    return demarche_id
