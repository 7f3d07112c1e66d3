"""Objects that nothing refers to any more leave the store, now or as soon as it answers."""

import asyncio

from sqlalchemy import delete, func, select

from chassis.clock import Clock
from chassis.database import Database
from documents.storage.objects import ObjectStore
from documents.storage.tables import object_deletions

BATCH = 20
POLL = 1.0
HELD = "object-deletions"
"""The advisory lock that a backup holds while it copies objects: what its database names must still be there."""

_NOT_HELD = select(func.pg_try_advisory_xact_lock_shared(func.hashtext(HELD)))


class Deletions:
    def __init__(self, database: Database, store: ObjectStore, now: Clock) -> None:
        self._database, self._store, self._now = database, store, now

    async def sweep_objects(self) -> None:
        """One turn of the worker."""
        if await self.sweep_due() < BATCH:
            await asyncio.sleep(POLL)

    async def sweep_due(self) -> int:
        """Delete what is due, and say how many. Rows stay locked meanwhile: an upload that comes late to take its
        deletion back waits, and learns that it is too late."""
        c = object_deletions.c
        due = select(c.object_key).where(c.due_at <= self._now()).order_by(c.due_at).limit(BATCH)
        async with self._database.platform_transaction() as connection:
            if not await connection.scalar(_NOT_HELD):
                return 0
            doomed = list(await connection.scalars(due.with_for_update(skip_locked=True)))
            for object_key in doomed:
                await self._store.delete(object_key)
            if doomed:
                await connection.execute(delete(object_deletions).where(c.object_key.in_(doomed)))
        return len(doomed)
