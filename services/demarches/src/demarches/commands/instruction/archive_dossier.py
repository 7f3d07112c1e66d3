from uuid import UUID

from msgspec import Struct

from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class ArchiveDossier(Struct, frozen=True):
    dossier_id: UUID
    archived: bool


async def archive_dossier(command: ArchiveDossier, uow: DemarchesWork) -> Dossier:
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    archived = dossier.archive(command.archived)
    if archived is not None:
        uow.record(archived, concerns=dossier.account)
    return dossier
