"""The one open draft per person and démarche."""

from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from demarches.domain.answers import today_at
from demarches.domain.dossier import Dossier, Status
from demarches.storage import measures
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork


async def draft_of(uow: DemarchesWork, applicant: UUID, demarche_id: UUID) -> Dossier | None:
    c = dossiers.c
    return await uow.dossiers.find(c.applicant == applicant, c.demarche_id == demarche_id, c.status == Status.DRAFT)


async def keep_unless_open(uow: DemarchesWork, dossier: Dossier) -> Dossier:
    """Insert it; a twin of the same moment waits on the index and gets the first one's draft."""
    row = insert(dossiers).values(**uow.dossiers.dump(dossier))
    once = row.on_conflict_do_nothing(
        index_elements=["tenant", "applicant", "demarche_id"], index_where=text("status = 'draft'")
    )
    if (await uow.connection.execute(once)).rowcount == 1:
        dossier.version = 1
        return dossier
    first = await draft_of(uow, dossier.applicant, dossier.demarche_id)
    assert first is not None
    return first


async def forget_draft(uow: DemarchesWork, dossier: Dossier) -> None:
    """Its pieces go with it; documents is told, for the files. Where its author stopped is counted, nothing else kept."""
    definition = await uow.definition_of(dossier)
    await measures.count_abandoned(uow.connection, dossier, definition, today_at(uow.now))
    await uow.connection.execute(delete(dossiers).where(dossiers.c.id == dossier.id))
