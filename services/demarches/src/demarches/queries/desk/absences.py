"""Who is away, until when, and who stands in for them."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.storage.tables import absences


class Absence(Struct, frozen=True, kw_only=True):
    id: UUID
    account_id: UUID
    substitute: UUID
    from_on: date
    until_on: date
    now: bool


def absence_in(row: Any, today: date) -> Absence:
    return Absence(
        id=row.id,
        account_id=row.account_id,
        substitute=row.substitute,
        from_on=row.from_on,
        until_on=row.until_on,
        now=row.from_on <= today,
    )


async def read_absences(today: date, connection: AsyncConnection) -> list[Absence]:
    """Those of today and to come."""
    c = absences.c
    rows = await connection.execute(select(absences).where(c.until_on >= today).order_by(c.from_on, c.id))
    return [absence_in(row, today) for row in rows]


async def read_own_absence(today: date, actor: Actor, connection: AsyncConnection) -> Absence | None:
    """The reader's own today, the longest of several."""
    c = absences.c
    own = select(absences).where(c.account_id == actor.subject, c.from_on <= today, c.until_on >= today)
    row = (await connection.execute(own.order_by(c.until_on.desc()).limit(1))).one_or_none()
    return absence_in(row, today) if row else None
