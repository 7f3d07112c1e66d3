from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from contracts.demarches import DraftReminderDue
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork

REMIND_DRAFT = "draft.remind"
LEFT_ASIDE = timedelta(days=7)


class RemindDraft(Struct, frozen=True):
    dossier_id: UUID


async def remind_draft(command: RemindDraft, uow: DemarchesWork) -> None:
    """Once, when a draft was left aside for a week. Sent, thrown away or worked on meanwhile: nothing, or later."""
    dossier = await uow.dossiers.find(dossiers.c.id == command.dossier_id)
    if dossier is None or not dossier.is_draft:
        return
    due = dossier.changed_at + LEFT_ASIDE
    if due > uow.now:
        await uow.schedule(REMIND_DRAFT, dossier.id, due_at=due)
        return
    uow.record(DraftReminderDue(dossier_id=dossier.id), concerns=dossier.account)
