"""What is kept until when, and what is held back."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from documents.domain.refusals import UnderLegalHold
from documents.domain.retention import DEFAULTS, RetentionRule
from documents.storage.tables import bundles, legal_holds, retention_rules


class Kept(NamedTuple):
    """A bundle as retention sees it."""

    id: UUID
    issuer: str
    closed_at: datetime | None
    purge_at: datetime | None


class Retention:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, bundle_id: UUID) -> Kept | None:
        c = bundles.c
        found = select(c.id, c.issuer, c.closed_at, c.purge_at).where(c.id == bundle_id).with_for_update()
        row = (await self._uow.connection.execute(found)).one_or_none()
        return Kept(*row) if row is not None else None

    async def rule_of(self, issuer: str) -> RetentionRule:
        c = retention_rules.c
        own = select(c.issuer, c.days, c.reference).where(c.issuer == issuer)
        row = (await self._uow.connection.execute(own)).one_or_none()
        return RetentionRule(*row) if row is not None else DEFAULTS[issuer]

    async def set_rule(self, rule: RetentionRule) -> None:
        facts = {"days": rule.days, "reference": rule.reference}
        own = insert(retention_rules).values(issuer=rule.issuer, **facts)
        await self._uow.connection.execute(own.on_conflict_do_update(index_elements=["tenant", "issuer"], set_=facts))

    async def closed_bundles(self, issuer: str) -> list[Kept]:
        c = bundles.c
        """Those that wait for their term: what was purged already has nothing left to wait for."""
        ended = select(c.id, c.issuer, c.closed_at, c.purge_at).where(c.issuer == issuer, c.purge_at.is_not(None))
        return [Kept(*row) for row in await self._uow.connection.execute(ended.with_for_update())]

    async def end(self, bundle_id: UUID, closed_at: datetime | None, purge_at: datetime | None) -> None:
        """Closed then, to be purged then; open again with None. The purge is looked at when its time comes."""
        ended = update(bundles).where(bundles.c.id == bundle_id).values(closed_at=closed_at, purge_at=purge_at)
        await self._uow.connection.execute(ended)
        if purge_at is not None:
            await self._uow.schedule("bundle", bundle_id, due_at=purge_at)

    async def is_purged(self, bundle_id: UUID) -> bool:
        """Ended, with nothing left to wait for."""
        c = bundles.c
        ended = select(c.id).where(c.id == bundle_id, c.closed_at.is_not(None), c.purge_at.is_(None))
        return await self._uow.connection.scalar(ended) is not None

    async def is_held(self, bundle_id: UUID) -> bool:
        held = select(legal_holds.c.bundle_id).where(legal_holds.c.bundle_id == bundle_id)
        return await self._uow.connection.scalar(held) is not None

    async def must_not_be_held(self, bundle_id: UUID) -> None:
        if await self.is_held(bundle_id):
            raise UnderLegalHold

    async def hold(self, bundle_id: UUID, reason: str, by: UUID) -> bool:
        row = {"bundle_id": bundle_id, "reason": reason, "placed_by": by, "placed_at": self._uow.now}
        placed = await self._uow.connection.execute(insert(legal_holds).values(row).on_conflict_do_nothing())
        return placed.rowcount == 1

    async def release(self, bundle_id: UUID) -> bool:
        lifted = delete(legal_holds).where(legal_holds.c.bundle_id == bundle_id)
        return (await self._uow.connection.execute(lifted)).rowcount == 1
