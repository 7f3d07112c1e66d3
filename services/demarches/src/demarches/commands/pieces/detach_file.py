from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import DossierAlreadySubmitted
from demarches.storage.unit_of_work import DemarchesWork


class DetachFile(Struct, frozen=True):
    dossier_id: UUID
    file_id: UUID


async def detach_file(command: DetachFile, uow: DemarchesWork) -> None:
    """While the dossier is a draft; what was sent stays part of it."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    if not dossier.is_draft:
        raise DossierAlreadySubmitted
    piece = await uow.pieces.of_file(dossier.id, command.file_id)
    piece.remove_file()
    await uow.pieces.drop_file(piece, command.file_id)
