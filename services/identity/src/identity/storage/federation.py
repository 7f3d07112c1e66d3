"""Identities linked to accounts, kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from chassis.repository import Repository
from identity.domain.federation import FederatedIdentity
from identity.storage.tables import federated_identities


class FederatedIdentities(Repository[FederatedIdentity]):
    table = federated_identities

    def load(self, row: Row[Any]) -> FederatedIdentity:
        return FederatedIdentity(
            id=row.id,
            account_id=row.account_id,
            provider=row.provider,
            key=row.key,
            linked_at=row.linked_at,
            last_used_at=row.last_used_at,
            version=row.version,
        )

    def dump(self, aggregate: FederatedIdentity) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "provider": a.provider,
            "key": a.key,
            "linked_at": a.linked_at,
            "last_used_at": a.last_used_at,
        }

    async def by_key(self, provider: str, key: bytes) -> FederatedIdentity | None:
        return await self.find(federated_identities.c.provider == provider, federated_identities.c.key == key)

    async def of(self, account_id: UUID, provider: str) -> FederatedIdentity | None:
        return await self.find(
            federated_identities.c.account_id == account_id, federated_identities.c.provider == provider
        )

    async def linked_since(self, moment: datetime, account_id: UUID) -> list[FederatedIdentity]:
        f = federated_identities.c
        found = select(f.id).where(f.account_id == account_id, f.linked_at >= moment).order_by(f.id)
        return [await self.get(each) for each in (await self.uow.connection.execute(found)).scalars().all()]

    async def remove(self, identity: FederatedIdentity) -> None:
        self._kept.pop(identity.id, None)
        gone = delete(federated_identities).where(federated_identities.c.id == identity.id)
        _ = await self.uow.connection.execute(gone)
