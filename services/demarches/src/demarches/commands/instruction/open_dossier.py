from uuid import UUID

from msgspec import Struct

from demarches.storage.unit_of_work import DemarchesWork


class OpenDossier(Struct, frozen=True):
    dossier_id: UUID


async def open_dossier(command: OpenDossier, uow: DemarchesWork) -> None:
    """An agent looks into somebody's dossier: its applicant may know. Looking at one's own is nobody's news."""
    dossier = await uow.dossiers.get(command.dossier_id)
    if dossier.applicant != uow.actor.subject:
        uow.note("demarches.dossier.opened", dossier.id, concerns=dossier.account, purpose="instruction")
