from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import INSTRUCT
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class NotePermission(Struct, frozen=True):
    account_id: UUID
    permission: str
    granted: bool


async def note_permission(command: NotePermission, uow: DemarchesWork) -> None:
    """What identity says of a member. Whoever instructs no longer leaves their open dossiers to the queue."""
    held = await desk.permissions_of(uow.connection, command.account_id)
    held = held | {command.permission} if command.granted else held - {command.permission}
    await desk.keep_agent(uow.connection, command.account_id, sorted(held))
    if command.granted or command.permission != INSTRUCT:
        return
    for dossier_id in await desk.open_dossiers_of(uow.connection, command.account_id):
        dossier = await uow.dossiers.get(dossier_id)
        uow.record(dossier.assign(None, at=uow.now), concerns=dossier.account)
