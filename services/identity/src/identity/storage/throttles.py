"""Counters of attempts, one row each, raised before what they count is tried."""

from datetime import timedelta
from math import ceil

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.refusals import TooMany
from chassis.unit_of_work import UnitOfWork
from identity.domain.throttling import Limit
from identity.storage.tables import throttles


class Throttles:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def charge(self, key: str, window: timedelta) -> int:
        """Count one more, in a row that parallel attempts queue for, and say the sum since the window began."""
        now = self._uow.now
        begins_anew = throttles.c.since <= now - window
        counted = (
            insert(throttles)
            .values(key=key, attempts=1, since=now, last_at=now)
            .on_conflict_do_update(
                index_elements=[throttles.c.tenant, throttles.c.key],
                set_={
                    "attempts": case((begins_anew, 1), else_=throttles.c.attempts + 1),
                    "since": case((begins_anew, now), else_=throttles.c.since),
                    "last_at": now,
                },
            )
            .returning(throttles.c.attempts)
        )
        return int((await self._uow.connection.execute(counted)).scalar_one())

    async def charge_run(self, key: str, pause: timedelta, *, refused_from: int) -> tuple[int, int]:
        """Count one more of a run that only a pause ends: (its number, seconds to wait when it is refused).

        What is refused during the pause is not counted (number 0), so that trying on does not prolong it.
        """
        now = self._uow.now
        row = (
            await self._uow.connection.execute(select(throttles).where(throttles.c.key == key).with_for_update())
        ).one_or_none()
        if row is not None and row.last_at > now - pause and row.attempts >= refused_from:
            return 0, ceil((row.last_at + pause - now).total_seconds())
        begins_anew = throttles.c.last_at <= now - pause
        counted = (
            insert(throttles)
            .values(key=key, attempts=1, since=now, last_at=now)
            .on_conflict_do_update(
                index_elements=[throttles.c.tenant, throttles.c.key],
                set_={"attempts": case((begins_anew, 1), else_=throttles.c.attempts + 1), "last_at": now},
            )
            .returning(throttles.c.attempts)
        )
        number = int((await self._uow.connection.execute(counted)).scalar_one())
        return number, ceil(pause.total_seconds()) if number >= refused_from else 0

    async def number(self, key: str, window: timedelta) -> int:
        """What was counted since the window began, without counting."""
        counted = select(throttles.c.attempts).where(throttles.c.key == key, throttles.c.since > self._uow.now - window)
        return int(await self._uow.connection.scalar(counted) or 0)

    async def within(self, key: str, limit: Limit) -> bool:
        """Count one more, and say whether it is within the limit."""
        return await self.charge(key, limit.window) <= limit.most

    async def must_be_within(self, key: str, limit: Limit) -> None:
        """Refuses without counting, so the refusal may roll back: use `charge` apart, in a command that succeeds."""
        row = (await self._uow.connection.execute(select(throttles).where(throttles.c.key == key))).one_or_none()
        if row is not None and row.since > self._uow.now - limit.window and row.attempts >= limit.most:
            raise TooMany(retry_after=ceil((row.since + limit.window - self._uow.now).total_seconds()))

    async def refund(self, key: str) -> None:
        """What was charged turned out to be right."""
        less = update(throttles).where(throttles.c.key == key, throttles.c.attempts > 0)
        await self._uow.connection.execute(less.values(attempts=throttles.c.attempts - 1))

    async def clear(self, *keys: str) -> None:
        await self._uow.connection.execute(delete(throttles).where(or_(*(throttles.c.key == key for key in keys))))
