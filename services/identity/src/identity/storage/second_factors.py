"""Second factors, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete

from chassis.repository import Repository
from identity.domain.second_factors import SecondFactor
from identity.storage.tables import second_factors


class SecondFactors(Repository[SecondFactor]):
    table = second_factors

    def load(self, row: Row[Any]) -> SecondFactor:
        return SecondFactor(
            id=row.id,
            account_id=row.account_id,
            created_at=row.created_at,
            confirmed_at=row.confirmed_at,
            last_step=row.last_step,
            recovery=tuple(row.recovery),
            codes_at=row.codes_at,
            version=row.version,
        )

    def dump(self, aggregate: SecondFactor) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "created_at": a.created_at,
            "confirmed_at": a.confirmed_at,
            "last_step": a.last_step,
            "recovery": list(a.recovery),
            "codes_at": a.codes_at,
        }

    async def of(self, account_id: UUID) -> SecondFactor | None:
        return await self.find(second_factors.c.account_id == account_id)

    async def remove(self, factor: SecondFactor) -> None:
        self._kept.pop(factor.id, None)
        _ = await self.uow.connection.execute(delete(second_factors).where(second_factors.c.id == factor.id))
