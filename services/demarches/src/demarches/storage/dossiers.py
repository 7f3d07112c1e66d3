"""Dossiers, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select

from chassis.repository import Repository
from demarches.domain.dossier import Decision, Dossier, Outcome, Status
from demarches.domain.refusals import DossierNotFound
from demarches.storage.tables import bookings, dossiers
from demarches.storage.visibility import visible_dossiers


class Dossiers(Repository[Dossier]):
    table = dossiers
    missing = DossierNotFound
    _by_link = False

    def load(self, row: Row[Any]) -> Dossier:
        return dossier_of(row)

    def dump(self, aggregate: Dossier) -> dict[str, Any]:
        a, decision = aggregate, aggregate.decision
        return {
            "id": a.id,
            "demarche_id": a.demarche_id,
            "definition": a.definition,
            "status": str(a.status),
            "archived": a.archived,
            "reference": a.reference,
            "applicant": a.applicant,
            "has_account": a.has_account,
            "locale": a.locale,
            "contact_name": a.contact_name,
            "contact_email": a.contact_email,
            "answers": a.answers,
            "holds_place": a.holds_place,
            "missing": a.missing,
            "tracking_key": a.tracking_key,
            "created_at": a.created_at,
            "changed_at": a.changed_at,
            "submitted_at": a.submitted_at,
            "examiner": a.examiner,
            "outcome": str(decision.outcome) if decision else None,
            "reasons": decision.reasons if decision else None,
            "decided_at": decision.at if decision else None,
            "decided_by": decision.by if decision else None,
            "cancelled_at": a.cancelled_at,
            "due_on": a.due_on,
            "department_id": a.department_id,
            "stage": a.stage,
            "stage_change": a.stage_change,
        }

    def visible(self) -> ColumnElement[bool] | None:
        return None if self._by_link else visible_dossiers(self.uow.actor)

    def kept(self, dossier_id: UUID) -> Dossier:
        """One that this transaction already holds."""
        return self._kept[dossier_id][0]

    async def by_link(self, dossier_id: UUID) -> Dossier:
        """Whoever asks: its caller compares the link's key before it does anything else."""
        self._by_link = True
        try:
            return await self.get(dossier_id)
        finally:
            self._by_link = False

    async def of_booking(self, booking_id: UUID) -> Dossier | None:
        """The dossier of an appointment; None when a draft was thrown away with it."""
        its = select(bookings.c.dossier_id).where(bookings.c.id == booking_id).scalar_subquery()
        return await self.find(dossiers.c.id == its)


def dossier_of(row: Row[Any]) -> Dossier:
    decision = None
    if row.outcome is not None:
        decision = Decision(Outcome(row.outcome), row.reasons, row.decided_at, row.decided_by)
    return Dossier(
        id=row.id,
        demarche_id=row.demarche_id,
        definition=row.definition,
        status=Status(row.status),
        archived=row.archived,
        reference=row.reference,
        applicant=row.applicant,
        has_account=row.has_account,
        locale=row.locale,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        answers=row.answers,
        holds_place=row.holds_place,
        missing=row.missing,
        tracking_key=bytes(row.tracking_key),
        created_at=row.created_at,
        changed_at=row.changed_at,
        submitted_at=row.submitted_at,
        examiner=row.examiner,
        decision=decision,
        cancelled_at=row.cancelled_at,
        due_on=row.due_on,
        department_id=row.department_id,
        stage=row.stage,
        stage_change=row.stage_change,
        version=row.version,
    )
