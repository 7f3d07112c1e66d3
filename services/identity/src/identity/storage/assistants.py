"""Members' assistants, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from chassis.repository import Repository
from identity.domain.assistants import Assistant, AssistantNotFound
from identity.storage.tables import assistants


class Assistants(Repository[Assistant]):
    table = assistants
    missing = AssistantNotFound

    def load(self, row: Row[Any]) -> Assistant:
        return Assistant(
            id=row.id,
            account_id=row.account_id,
            name=row.name,
            key_hash=row.secret_hash,
            services=tuple(row.services),
            proposes=row.proposes,
            acr=row.acr,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
            version=row.version,
        )

    def dump(self, aggregate: Assistant) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "name": a.name,
            "secret_hash": a.key_hash,
            "services": list(a.services),
            "proposes": a.proposes,
            "acr": a.acr,
            "created_at": a.created_at,
            "expires_at": a.expires_at,
            "last_used_at": a.last_used_at,
            "revoked_at": a.revoked_at,
        }

    async def number_of(self, account_id: UUID) -> int:
        counted = select(func.count()).select_from(assistants).where(*self._alive(account_id))
        return await self.uow.connection.scalar(counted) or 0

    async def alive_of(self, account_id: UUID) -> list[Assistant]:
        """Those whose key still opens something, locked."""
        ids = (await self.uow.connection.execute(select(assistants.c.id).where(*self._alive(account_id)))).scalars()
        return [await self.get(assistant_id) for assistant_id in sorted(ids)]

    async def end_all(self) -> None:
        """Of the whole organisation, at once: one event of the organisation says it."""
        a = assistants.c
        alive = update(assistants).where(a.revoked_at.is_(None), a.expires_at > self.uow.now)
        await self.uow.connection.execute(alive.values(revoked_at=self.uow.now, version=a.version + 1))

    def _alive(self, account_id: UUID) -> tuple[Any, ...]:
        mine = assistants.c.account_id == account_id
        return mine, assistants.c.revoked_at.is_(None), assistants.c.expires_at > self.uow.now
