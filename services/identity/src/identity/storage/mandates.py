"""Mandates, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from chassis.ids import new_id
from chassis.repository import Repository
from identity.domain.mandates import Mandate, MandateEnd, MandateNotFound, MandateStatus, NoAdministrator
from identity.storage.tables import letters, mandates, organisations, permission_grants, rights_history

PENDING = (str(MandateStatus.REQUESTED), str(MandateStatus.LETTER_SENT))


class Mandates(Repository[Mandate]):
    table = mandates
    missing = MandateNotFound

    def load(self, row: Row[Any]) -> Mandate:
        return mandate_from(row)

    def dump(self, aggregate: Mandate) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "reference": a.reference,
            "code_hash": a.code_hash,
            "representative_name": a.representative_name,
            "representative_title": a.representative_title,
            "status": str(a.status),
            "attempts": a.attempts,
            "requested_at": a.requested_at,
            "expires_at": a.expires_at,
            "letter_sent_at": a.letter_sent_at,
            "reported_at": a.reported_at,
            "activated_at": a.activated_at,
            "ended_at": a.ended_at,
            "end_reason": a.end_reason and str(a.end_reason),
        }

    async def take_turn(self) -> None:
        """Two who ask at once ask one after the other: each has to see the other's request to end it."""
        turn = func.pg_advisory_xact_lock(func.hashtext("mandate"), func.hashtext(str(self.uow.actor.tenant)))
        await self.uow.connection.execute(select(turn))

    async def pending(self) -> list[Mandate]:
        waiting = select(mandates.c.id).where(mandates.c.status.in_(PENDING)).order_by(mandates.c.id)
        return [await self.get(each) for each in (await self.uow.connection.execute(waiting)).scalars().all()]

    async def active(self) -> Mandate | None:
        return await self.find(mandates.c.status == str(MandateStatus.ACTIVE))

    async def in_office(self) -> UUID | None:
        """Under whose mandate a permission may be granted now. The operator's own organisation is the root of trust and
        needs none; anywhere else, without administrator, raises `NoAdministrator`."""
        holder = select(mandates.c.id).where(mandates.c.status == str(MandateStatus.ACTIVE))
        found = await self.uow.connection.scalar(holder)
        if found is None:
            root = select(organisations.c.is_support_portal).where(organisations.c.id == self.uow.actor.tenant)
            if not await self.uow.connection.scalar(root):
                raise NoAdministrator
        return found

    async def by_reference(self, reference: str) -> Mandate | None:
        return await self.find(mandates.c.reference == reference)

    async def hand_over(self, old: UUID, new: UUID) -> None:
        """What was granted under one mandate hangs on its successor from now on."""
        moved = update(permission_grants).where(permission_grants.c.mandate_id == old)
        await self.uow.connection.execute(moved.values(mandate_id=new))

    async def remember(self, what: str, account_id: UUID, *, permission: str = "", reason: str = "") -> None:
        """A line in the history of rights."""
        line = {"id": new_id(), "at": self.uow.now, "actor": str(self.uow.actor), "what": what}
        about = {"account_id": account_id, "permission": permission, "reason": reason}
        await self.uow.insert(rights_history, {**line, **about})

    async def remember_absence(self, what: str, account_id: UUID) -> None:
        """The administrator's own: what was granted under the mandate sleeps meanwhile (decision 0041). Nothing for anybody else."""
        office = select(mandates.c.id).where(
            mandates.c.status == str(MandateStatus.ACTIVE), mandates.c.account_id == account_id
        )
        if await self.uow.connection.scalar(office) is not None:
            await self.remember(what, account_id)

    async def want_letter(self, mandate: Mandate) -> None:
        row = {"mandate_id": mandate.id, "organisation_id": self.uow.actor.tenant, "requested_at": self.uow.now}
        await self.uow.insert(letters, row)

    async def want_letter_again(self, mandate: Mandate) -> None:
        again = update(letters).where(letters.c.mandate_id == mandate.id)
        await self.uow.connection.execute(again.values(printed_at=None, batch_id=None, reported_at=self.uow.now))


def mandate_from(row: Any) -> Mandate:
    return Mandate(
        id=row.id,
        account_id=row.account_id,
        reference=row.reference,
        code_hash=row.code_hash,
        representative_name=row.representative_name,
        representative_title=row.representative_title,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        status=MandateStatus(row.status),
        attempts=row.attempts,
        letter_sent_at=row.letter_sent_at,
        reported_at=row.reported_at,
        activated_at=row.activated_at,
        ended_at=row.ended_at,
        end_reason=MandateEnd(row.end_reason) if row.end_reason else None,
        version=row.version,
    )
