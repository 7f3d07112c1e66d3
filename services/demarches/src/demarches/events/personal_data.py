"""What démarches holds of a person: their drafts and requests. Drafts go with their account; what was sent is an archive."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.personal_data import Forgotten, PersonalData, lines_about
from contracts.demarches import PersonalDataForgotten, PersonalDataGathered
from demarches.domain.agreements import TO_CONSULT
from demarches.storage.agreements import to_be_consulted
from demarches.storage.drafts import forget_draft
from demarches.storage.tables.asked import dossiers
from demarches.storage.tables.said import messages
from demarches.storage.unit_of_work import DemarchesWork

TOLD = (
    "id",
    "reference",
    "status",
    "answers",
    "contact_name",
    "contact_email",
    "created_at",
    "submitted_at",
    "decided_at",
    "cancelled_at",
    "outcome",
    "reasons",
)


async def tell(account_id: UUID, uow: DemarchesWork) -> dict[str, Any]:
    """Requests with their exchanges. Notes that agents keep among themselves are the administration's."""
    mine = select(*(dossiers.c[name] for name in TOLD)).where(
        dossiers.c.applicant == account_id, dossiers.c.has_account
    )
    withheld = to_be_consulted()
    rows = (await uow.connection.execute(mine.add_columns(withheld).order_by(dossiers.c.id))).all()
    said = select(messages.c.dossier_id, messages.c.side, messages.c.body, messages.c.posted_at)
    of_mine = said.where(messages.c.dossier_id.in_([row.id for row in rows])).order_by(messages.c.id)
    exchanged: dict[UUID, list[dict[str, Any]]] = {}
    for message in await uow.connection.execute(of_mine):
        told = {"from": message.side, "at": message.posted_at, "text": message.body}
        exchanged.setdefault(message.dossier_id, []).append(told)
    return {"requests": [{**_told(row), "exchanges": exchanged.get(row.id, [])} for row in rows]}


def _told(row: Any) -> dict[str, Any]:
    """A decision notified electronically says nothing here before it is consulted."""
    told: dict[str, Any] = {name: getattr(row, name) for name in TOLD}
    return told | {"status": TO_CONSULT, "outcome": None, "reasons": ""} if row.to_consult else told


async def forget(account_id: UUID, uow: DemarchesWork) -> Forgotten:
    begun = select(dossiers.c.id).where(dossiers.c.applicant == account_id, dossiers.c.status == "draft")
    ids = list((await uow.connection.scalars(begun)).all())
    for dossier_id in ids:
        dossier = await uow.dossiers.get(dossier_id)
        uow.record(dossier.discard())
        await forget_draft(uow, dossier)
    sent = select(func.count()).select_from(dossiers)
    kept = await uow.connection.scalar(sent.where(dossiers.c.applicant == account_id, dossiers.c.status != "draft"))
    return Forgotten(
        erased={"drafts": len(ids)},
        kept={"dossiers": kept or 0, "journal": await lines_about(account_id, uow.connection)},
    )


PERSONAL_DATA = PersonalData(tell, forget, PersonalDataGathered, PersonalDataForgotten)
