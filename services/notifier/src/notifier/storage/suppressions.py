"""Suppressions, kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, update

from chassis.repository import Repository
from notifier.domain.addresses.refusals import SuppressionNotFound
from notifier.domain.addresses.suppression import Reason, Suppression, suppression_id
from notifier.storage.tables import suppressions


class Suppressions(Repository[Suppression]):
    table = suppressions
    missing = SuppressionNotFound

    def load(self, row: Row[Any]) -> Suppression:
        return suppression_of(row)

    def dump(self, aggregate: Suppression) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "trace": a.trace,
            "account_id": a.account_id,
            "message_id": a.message_id,
            "strikes": a.strikes,
            "last_strike_at": a.last_strike_at,
            "reason": str(a.reason) if a.reason else None,
            "status": a.status,
            "since": a.since,
            "until": a.until,
            "restored_at": a.restored_at,
            "restored_by": a.restored_by,
            "reached_at": a.reached_at,
            "reached_by": a.reached_by,
        }

    async def of(self, trace: str) -> Suppression:
        """What is known of an address; nothing, before its first failure."""
        found = await self.find(self.table.c.trace == trace, self.table.c.id == suppression_id(trace))
        return found if found is not None else self.add(Suppression(id=suppression_id(trace), trace=trace))

    async def reach_accounts(self, account_ids: Collection[UUID], *, by: UUID | None, at: datetime) -> None:
        """Those whose mails come back were written to on paper."""
        waiting = suppressions.c.account_id.in_(list(account_ids)) & suppressions.c.until.is_not(None)
        reached = update(suppressions).where(waiting, suppressions.c.reached_at.is_(None))
        await self.uow.connection.execute(
            reached.values(reached_at=at, reached_by=by, version=suppressions.c.version + 1)
        )

    async def forget_account(self, account_id: UUID) -> None:
        await self.uow.connection.execute(delete(suppressions).where(suppressions.c.account_id == account_id))


def suppression_of(row: Row[Any]) -> Suppression:
    return Suppression(
        id=row.id,
        trace=row.trace,
        account_id=row.account_id,
        message_id=row.message_id,
        strikes=row.strikes,
        last_strike_at=row.last_strike_at,
        reason=Reason(row.reason) if row.reason else None,
        status=row.status,
        since=row.since,
        until=row.until,
        restored_at=row.restored_at,
        restored_by=row.restored_by,
        reached_at=row.reached_at,
        reached_by=row.reached_by,
        version=row.version,
    )
