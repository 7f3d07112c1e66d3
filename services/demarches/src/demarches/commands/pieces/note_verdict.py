from uuid import UUID

from msgspec import Struct

from demarches.domain.pieces import FileStatus
from demarches.storage.unit_of_work import DemarchesWork
from demarches.storage.verdicts import keep_verdict


class NoteVerdict(Struct, frozen=True):
    file_id: UUID
    status: FileStatus


async def note_verdict(command: NoteVerdict, uow: DemarchesWork) -> None:
    """What documents found in a file, whether it is joined already or not yet."""
    await keep_verdict(uow.connection, command.file_id, command.status, at=uow.now)
