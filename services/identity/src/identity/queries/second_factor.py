"""Whether somebody signs in with a second step."""

from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.queries.profile import ProfileOf
from identity.storage.tables import passkeys, second_factors


class FactorState(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime | None
    recovery_left: int
    passkeys: int = 0


async def factor_of(question: ProfileOf, _: Actor, connection: AsyncConnection) -> FactorState:
    found = select(second_factors).where(second_factors.c.account_id == question.account_id)
    row = (await connection.execute(found)).one_or_none()
    counted = select(func.count()).select_from(passkeys).where(passkeys.c.account_id == question.account_id)
    number = await connection.scalar(counted) or 0
    if row is None:
        return FactorState(since=None, recovery_left=0, passkeys=number)
    return FactorState(since=row.confirmed_at, recovery_left=len(row.recovery), passkeys=number)
