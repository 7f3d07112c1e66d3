from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.storage.agreements import agreements_of
from demarches.storage.unit_of_work import DemarchesWork


class ArchiveDossier(Struct, frozen=True):
    dossier_id: UUID
    archived: bool


class Archived(NamedTuple):
    """`withheld`: its decision still waits to be consulted, so that its status is not told."""

    dossier: Dossier
    withheld: bool


async def archive_dossier(command: ArchiveDossier, uow: DemarchesWork) -> Archived:
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    archived = dossier.archive(command.archived)
    if archived is not None:
        uow.record(archived, concerns=dossier.account)
    agreed = await agreements_of(uow.connection, dossier.id)
    return Archived(dossier, agreed.withhold(dossier.decision.at if dossier.decision else None))
