from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import must_be_applicant
from demarches.storage.drafts import forget_draft
from demarches.storage.unit_of_work import DemarchesWork


class DiscardDraft(Struct, frozen=True):
    dossier_id: UUID


async def discard_draft(command: DiscardDraft, uow: DemarchesWork) -> None:
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    uow.record(dossier.discard(), concerns=dossier.account)
    await forget_draft(uow, dossier)
