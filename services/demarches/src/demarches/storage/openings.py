"""Openings of dossiers that one does not examine, counted by the hour."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.tables import openings

_c = openings.c


class Hour(Struct, frozen=True, kw_only=True):
    account_id: UUID
    hour: datetime
    opened: int


async def count_opening(connection: AsyncConnection, account_id: UUID, at: datetime) -> int:
    """How many it makes within this hour."""
    row = insert(openings).values(account_id=account_id, hour=_hour(at), opened=1)
    counted = row.on_conflict_do_update(
        index_elements=["tenant", "account_id", "hour"], set_={"opened": openings.c.opened + 1}
    ).returning(_c.opened)
    return await connection.scalar(counted) or 1


async def massive_since(connection: AsyncConnection, since: datetime, *, most: int) -> list[Hour]:
    rows = select(_c.account_id, _c.hour, _c.opened).where(_c.hour >= since, _c.opened > most)
    found = await connection.execute(rows.order_by(_c.hour.desc()).limit(20))
    return [Hour(account_id=row.account_id, hour=row.hour, opened=row.opened) for row in found]


async def forget_before(connection: AsyncConnection, account_id: UUID, before: datetime) -> None:
    await connection.execute(delete(openings).where(_c.account_id == account_id, _c.hour < before))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
