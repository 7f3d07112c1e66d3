"""Devices and what was sent to them, kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Row,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    bindparam,
    delete,
    func,
    select,
)

from chassis import tables
from chassis.repository import Repository
from notifier.domain.pushing.device import Device
from notifier.domain.pushing.push import Push, Status
from notifier.domain.pushing.refusals import DeviceNotFound, PushNotFound
from notifier.storage.beside import TRIED, BesideMails, tried_columns
from notifier.storage.tables import metadata

push_devices = Table(
    "push_devices",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("trace", String, nullable=False),
    Column("sealed", String, nullable=False),
    Column("label", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("told_at", DateTime(timezone=True)),
    UniqueConstraint("tenant", "trace", name="push_devices_once"),
    Index("push_devices_account", "tenant", "account_id"),
)
pushes = Table(
    "pushes",
    metadata,
    *tables.aggregate_columns(),
    Column("device_id", Uuid, nullable=False),
    Column("notification_id", Uuid),
    *tried_columns(),
    Index("pushes_notification", "tenant", "notification_id"),
    Index("pushes_device", "tenant", "device_id"),
    Index("pushes_oldest", "tenant", "created_at"),
)
_d, _p = push_devices.c, pushes.c
_OF_ACCOUNT = select(_d.id).where(_d.account_id == bindparam("this_account"))


class Devices(Repository[Device]):
    table = push_devices
    missing = DeviceNotFound

    def load(self, row: Row[Any]) -> Device:
        return Device(**{name: getattr(row, name) for name in _DEVICE})

    def dump(self, aggregate: Device) -> dict[str, Any]:
        return {name: getattr(aggregate, name) for name in _DEVICE if name != "version"}

    async def of(self, device_id: UUID, account_id: UUID) -> Device:
        """This person's own; another's does not exist."""
        found = await self.find(_d.id == device_id, _d.account_id == account_id)
        if found is None:
            raise self.missing
        return found

    async def known_by(self, trace: str) -> Device | None:
        return await self.find(_d.trace == trace)

    async def all_of(self, account_id: UUID) -> Sequence[UUID]:
        return (await self.uow.connection.execute(_OF_ACCOUNT, {"this_account": account_id})).scalars().all()

    async def count(self, account_id: UUID) -> int:
        counted = select(func.count()).select_from(push_devices).where(_d.account_id == account_id)
        return (await self.uow.connection.execute(counted)).scalar_one()

    async def remove(self, device: Device) -> None:
        self._kept.pop(device.id, None)
        await self.uow.connection.execute(delete(push_devices).where(_d.id == device.id))

    async def forget_account(self, account_id: UUID) -> int:
        """With what was sent to them; what is still queued finds nothing and is forgotten."""
        mine = select(_d.id).where(_d.account_id == account_id)
        await self.uow.connection.execute(delete(pushes).where(_p.device_id.in_(mine)))
        gone = await self.uow.connection.execute(delete(push_devices).where(_d.account_id == account_id))
        return gone.rowcount


class Pushes(BesideMails[Push]):
    table = pushes
    missing = PushNotFound
    names = ("id", "device_id", "notification_id", *TRIED)

    def load(self, row: Row[Any]) -> Push:
        return Push(**self.same(row), status=Status(row.status))

    def dump(self, aggregate: Push) -> dict[str, Any]:
        return self.told(aggregate) | {"status": str(aggregate.status)}

    async def forget_trials_before(self, moment: datetime) -> None:
        old = _p.notification_id.is_(None) & (_p.created_at < moment)
        await self.uow.connection.execute(delete(pushes).where(old))


_DEVICE = ("id", "account_id", "trace", "sealed", "label", "locale", "created_at", "told_at", "version")
