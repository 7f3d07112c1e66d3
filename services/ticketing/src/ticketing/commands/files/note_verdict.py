from uuid import UUID

from msgspec import Struct

from ticketing.domain.attachment import FileStatus
from ticketing.storage import attachments
from ticketing.storage.unit_of_work import TicketingWork


class NoteVerdict(Struct, frozen=True):
    ticket_id: UUID
    file_id: UUID
    status: FileStatus


async def note_verdict(command: NoteVerdict, uow: TicketingWork) -> None:
    """What documents found in a file, whether it is joined already or not yet."""
    await attachments.keep_verdict(uow, command.ticket_id, command.file_id, command.status)
