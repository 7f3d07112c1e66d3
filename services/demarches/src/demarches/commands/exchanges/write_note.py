from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from demarches.domain.policies import INSTRUCT
from demarches.domain.texts import must_be_written
from demarches.storage.tables import notes
from demarches.storage.unit_of_work import DemarchesWork


class WriteNote(Struct, frozen=True):
    dossier_id: UUID
    body: str


async def write_note(command: WriteNote, uow: DemarchesWork) -> UUID:
    """For colleagues' eyes: no event tells of it, and no answer to the applicant holds it."""
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    _ = dossier.must_be_submitted()
    note_id = new_id()
    note = {
        "id": note_id,
        "dossier_id": dossier.id,
        "author": must_be_signed_in(uow.actor),
        "body": must_be_written(command.body, "/body", longest=5_000),
        "at": uow.now,
    }
    await uow.insert(notes, note)
    uow.note("demarches.note.written", dossier.id)
    return note_id
