"""Which devices are mine, and what went to devices of a message?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.policies import must_be_signed_in
from notifier.storage.pushing import push_devices, pushes

_d, _p = push_devices.c, pushes.c


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    label: str
    created_at: datetime
    told_at: datetime | None


class PushLine(msgspec.Struct, frozen=True, kw_only=True):
    """`reason` is a code or a word of ours, never what the push service wrote."""

    status: str
    tries: int
    reason: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


async def my_devices(_: None, actor: Actor, connection: AsyncConnection) -> list[DeviceLine]:
    mine = select(push_devices).where(_d.account_id == must_be_signed_in(actor)).order_by(_d.created_at, _d.id)
    rows = (await connection.execute(mine)).all()
    return [DeviceLine(id=row.id, label=row.label, created_at=row.created_at, told_at=row.told_at) for row in rows]


async def pushes_of(notification_id: UUID, _: Actor, connection: AsyncConnection) -> list[PushLine]:
    sent = select(pushes).where(_p.notification_id == notification_id).order_by(_p.created_at, _p.id)
    names = PushLine.__struct_fields__
    return [PushLine(**{name: getattr(row, name) for name in names}) for row in await connection.execute(sent)]
