"""Passkeys, kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select

from chassis.repository import Repository
from identity.domain.passkeys import Entrance, Passkey, PasskeyNotFound
from identity.storage.tables import passkeys


class Passkeys(Repository[Passkey]):
    table = passkeys
    missing = PasskeyNotFound

    def load(self, row: Row[Any]) -> Passkey:
        return Passkey(
            id=row.id,
            account_id=row.account_id,
            entrance=Entrance(row.entrance),
            host=row.host,
            credential_id=row.credential_id,
            public_key=row.public_key,
            sign_count=row.sign_count,
            name=row.name,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            version=row.version,
        )

    def dump(self, aggregate: Passkey) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "entrance": str(a.entrance),
            "host": a.host,
            "credential_id": a.credential_id,
            "public_key": a.public_key,
            "sign_count": a.sign_count,
            "name": a.name,
            "created_at": a.created_at,
            "last_used_at": a.last_used_at,
        }

    async def by_credential(self, credential_id: bytes) -> Passkey | None:
        return await self.find(passkeys.c.credential_id == credential_id)

    async def added_since(self, moment: datetime, account_id: UUID) -> list[Passkey]:
        found = select(passkeys.c.id).where(passkeys.c.account_id == account_id, passkeys.c.created_at >= moment)
        ids = (await self.uow.connection.execute(found.order_by(passkeys.c.id))).scalars().all()
        return [await self.get(passkey_id) for passkey_id in ids]

    async def number_of(self, account_id: UUID) -> int:
        counted = select(func.count()).select_from(passkeys).where(passkeys.c.account_id == account_id)
        return await self.uow.connection.scalar(counted) or 0

    async def remove(self, passkey: Passkey) -> None:
        self._kept.pop(passkey.id, None)
        _ = await self.uow.connection.execute(delete(passkeys).where(passkeys.c.id == passkey.id))
