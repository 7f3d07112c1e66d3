from uuid import UUID

from msgspec import Struct
from sqlalchemy import update

from demarches.storage.tables import piece_files
from demarches.storage.unit_of_work import DemarchesWork


class NoteFilesErased(Struct, frozen=True):
    """`bundle_id`: a dossier, or something that is none of ours."""

    bundle_id: UUID


async def note_files_erased(command: NoteFilesErased, uow: DemarchesWork) -> None:
    """Their term is over and documents erased them: the dossier goes on naming them, and opens them no more."""
    c = piece_files.c
    gone = update(piece_files).where(c.dossier_id == command.bundle_id, c.erased_at.is_(None))
    _ = await uow.connection.execute(gone.values(erased_at=uow.now))
