from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import must_be_side
from demarches.storage.unit_of_work import DemarchesWork


class ReadMessages(Struct, frozen=True):
    dossier_id: UUID


async def read_messages(command: ReadMessages, uow: DemarchesWork) -> int:
    """Mark what the other side wrote as read, and say how many there were. Nobody marks their own side's."""
    dossier = await uow.dossiers.get(command.dossier_id)
    side = must_be_side(uow.actor, dossier)
    read = await uow.messages.read_by(side, dossier.id, at=uow.now)
    for message in read:
        uow.record(message.read(at=uow.now), concerns=dossier.account)
    return len(read)
