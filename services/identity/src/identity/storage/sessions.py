"""Sessions and known devices, kept."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.repository import Repository
from identity.domain.accounts import AccountKind
from identity.domain.sessions import LIVES, Session, SessionNotFound, SessionSecret
from identity.storage.tables import devices, sessions


class Sessions(Repository[Session]):
    table = sessions
    missing = SessionNotFound

    def load(self, row: Row[Any]) -> Session:
        return Session(
            id=row.id,
            account_id=row.account_id,
            kind=AccountKind(row.kind),
            secret_hash=row.secret_hash,
            device=row.device,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            authenticated_at=row.authenticated_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            acr=row.acr,
            version=row.version,
        )

    def dump(self, aggregate: Session) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "kind": str(a.kind),
            "secret_hash": a.secret_hash,
            "device": a.device,
            "created_at": a.created_at,
            "last_seen_at": a.last_seen_at,
            "authenticated_at": a.authenticated_at,
            "expires_at": a.expires_at,
            "revoked_at": a.revoked_at,
            "acr": a.acr,
        }

    async def by_secret(self, secret: SessionSecret) -> Session | None:
        return await self.find(sessions.c.secret_hash == secret.hash)

    async def alive_of(self, account_id: UUID) -> list[Session]:
        """Every session of the account that may still be used, locked."""
        return [await self.get(session_id) for session_id in await self.ids_of(account_id)]

    async def ids_of(self, account_id: UUID) -> list[UUID]:
        """Those that may still be used, without loading them."""
        open_ones = select(sessions.c.id).where(
            sessions.c.account_id == account_id,
            sessions.c.revoked_at.is_(None),
            sessions.c.expires_at > self.uow.now,
        )
        return list((await self.uow.connection.execute(open_ones.order_by(sessions.c.id))).scalars())

    async def end_all(self) -> None:
        """Of the whole organisation, at once: there may be thousands, and one event of the organisation says it."""
        open_ones = update(sessions).where(sessions.c.revoked_at.is_(None), sessions.c.expires_at > self.uow.now)
        await self.uow.connection.execute(open_ones.values(revoked_at=self.uow.now, version=sessions.c.version + 1))

    async def opened_within(self, window: timedelta) -> int:
        """Of the whole organisation; found by when they end, which is what the index knows."""
        shortest = min(lives.absolute for lives in LIVES.values())
        recent = sessions.c.expires_at > self.uow.now + shortest - window
        opened = select(func.count()).where(recent, sessions.c.created_at > self.uow.now - window)
        return int(await self.uow.connection.scalar(opened) or 0)

    async def knows_device(self, account_id: UUID, device: str) -> bool:
        known = select(devices.c.seen_at).where(
            devices.c.account_id == account_id, devices.c.device_hash == device_hash(device)
        )
        return await self.uow.connection.scalar(known) is not None

    async def remember_device(self, account_id: UUID, device: str) -> None:
        row = {"account_id": account_id, "device_hash": device_hash(device), "seen_at": self.uow.now}
        seen = insert(devices).values(row)
        key = [devices.c.tenant, devices.c.account_id, devices.c.device_hash]
        await self.uow.connection.execute(
            seen.on_conflict_do_update(index_elements=key, set_={"seen_at": self.uow.now})
        )

    async def forget_devices(self, account_id: UUID) -> None:
        """None of them is let through any more when strangers try."""
        await self.uow.connection.execute(delete(devices).where(devices.c.account_id == account_id))


def device_hash(device: str) -> bytes:
    return hashlib.sha256(device.encode()).digest()
