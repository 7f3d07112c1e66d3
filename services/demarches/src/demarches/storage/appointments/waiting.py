"""Those who wait, in the order in which they came."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select

from chassis.repository import Repository
from demarches.domain.appointments.booking import BookingStatus
from demarches.domain.appointments.waiting import STILL, Waiting, WaitingStatus
from demarches.domain.dossier import OPEN, Dossier, Status
from demarches.storage.dossiers import dossier_of
from demarches.storage.tables import bookings, dossiers, waiting


class WaitingList(Repository[Waiting]):
    table = waiting

    def load(self, row: Row[Any]) -> Waiting:
        known: dict[str, Any] = {name: row._mapping[name] for name in Waiting.__dataclass_fields__}
        known["status"] = WaitingStatus(row.status)
        return Waiting(**known)

    def dump(self, aggregate: Waiting) -> dict[str, Any]:
        row = {name: value for name, value in asdict(aggregate).items() if name != "version"}
        return row | {"status": str(aggregate.status)}

    async def of(self, subject: UUID, account: UUID) -> Waiting | None:
        c = waiting.c
        return await self.find(c.subject == subject, c.account == account, c.status.in_(STILL))

    async def first(self, subject: UUID, *, but: UUID) -> tuple[Waiting, Dossier] | None:
        """Whoever came first with a dossier that has no other slot kept; both locked. Never `but`, who gave it back.

        A dossier that its applicant changes at this very moment is passed over: waiting for it here, with counters
        locked, could make two people wait for each other.
        """
        c, d = waiting.c, dossiers.c
        holds = exists().where(bookings.c.dossier_id == c.dossier_id, bookings.c.status == BookingStatus.HELD)
        turn = (
            select(c.id.label("waiting_id"), dossiers)
            .join(dossiers, d.id == c.dossier_id)
            .where(c.subject == subject, c.status == WaitingStatus.WAITING, c.dossier_id != but, ~holds)
            .where(d.status.in_([Status.DRAFT, *OPEN]))
            .order_by(c.id)
            .limit(1)
            .with_for_update(key_share=True, skip_locked=True)
        )
        row = (await self.uow.connection.execute(turn)).one_or_none()
        entry = None if row is None else await self.find(c.id == row.waiting_id)
        return None if row is None or entry is None else (entry, dossier_of(row))

    async def first_without_dossier(self, subject: UUID) -> Waiting | None:
        """Of a quota: people wait before they begin."""
        c = waiting.c
        turn = select(c.id).where(c.subject == subject, c.status == WaitingStatus.WAITING).order_by(c.id).limit(1)
        found = (await self.uow.connection.execute(turn.with_for_update())).scalar_one_or_none()
        return None if found is None else await self.find(c.id == found)
