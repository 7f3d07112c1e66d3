from uuid import UUID

from msgspec import Struct

from demarches.storage.drafts import forget_draft as forget
from demarches.storage.unit_of_work import DemarchesWork

FORGET_DRAFT = "draft.forget"


class ForgetDraft(Struct, frozen=True):
    dossier_id: UUID


async def forget_draft(command: ForgetDraft, uow: DemarchesWork) -> None:
    """A draft is deleted 30 days after its last change, with what was joined to it; a sent dossier stays."""
    dossier = await uow.dossiers.get(command.dossier_id)
    if not dossier.is_draft:
        return
    if dossier.forgotten_at > uow.now:
        await uow.schedule(FORGET_DRAFT, dossier.id, due_at=dossier.forgotten_at)
        return
    uow.record(dossier.discard(), concerns=dossier.account)
    await forget(uow, dossier)
