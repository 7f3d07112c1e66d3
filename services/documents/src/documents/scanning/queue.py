"""Files that wait for their check: taken one at a time by whichever instance is free."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update

from chassis.clock import Clock
from chassis.database import Database
from chassis.refusals import Unavailable
from documents.storage.tables import scans

LEASE = timedelta(seconds=20)
"""A file whose checker died is taken again after this long; one that lives says so in time."""
RENEWED_EVERY = 7.0
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=5), timedelta(minutes=10)


class Turn(NamedTuple):
    tenant: UUID
    file_id: UUID
    attempt: int


class ScanQueue:
    def __init__(self, database: Database, now: Clock) -> None:
        self._database, self._now = database, now
        self._poked = asyncio.Event()

    def poke(self) -> None:
        """There is something to check: do not wait for the next look."""
        self._poked.set()

    async def next(self) -> Turn | None:
        """The file that has waited longest, ours for `LEASE`; None when nobody waits."""
        now = self._now()
        c = scans.c
        longest = select(c.file_id).where(c.due_at <= now).order_by(c.due_at).limit(1).with_for_update(skip_locked=True)
        taken = update(scans).where(c.file_id == longest.scalar_subquery())
        taken = taken.values(due_at=now + LEASE, attempts=c.attempts + 1)
        async with self._database.platform_transaction() as connection:
            row = (await connection.execute(taken.returning(c.tenant, c.file_id, c.attempts))).one_or_none()
        return Turn(*row) if row is not None else None

    @asynccontextmanager
    async def held(self, turn: Turn) -> AsyncIterator[None]:
        """Keep the file ours for as long as the block takes."""
        renewing = asyncio.create_task(self._renew(turn))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, turn: Turn) -> None:
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            still_ours = (scans.c.file_id == turn.file_id) & (scans.c.attempts == turn.attempt)
            with contextlib.suppress(Unavailable):
                async with self._database.platform_transaction() as connection:
                    await connection.execute(update(scans).where(still_ours).values(due_at=self._now() + LEASE))

    async def waiting(self, tenant: UUID) -> int:
        """How many of the organisation's files wait."""
        async with self._database.platform_transaction() as connection:
            counted = select(func.count()).select_from(scans).where(scans.c.tenant == tenant)
            return await connection.scalar(counted) or 0

    async def idle(self, longest: float) -> None:
        self._poked.clear()
        try:
            await asyncio.wait_for(self._poked.wait(), longest)
        except TimeoutError:
            return


def delay_after(attempt: int) -> timedelta:
    """5 s, 10 s, 20 s… up to 10 minutes."""
    return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(attempt - 1, 10))
