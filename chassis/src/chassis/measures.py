"""What a service measures of itself: how far its events are behind, what waits, what is used up.

Asked of the database and the bus every few seconds by the worker, so that reading `/metrics` costs nothing and never waits.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from chassis import metrics
from chassis.bus import Bus
from chassis.database import Database
from chassis.refusals import Unavailable
from contracts.topology import CONSUMERS

EVERY = 10.0
# The relay's role sees all of these but the dead letters, which are the application's.
BEHIND = text(
    "select (select coalesce(extract(epoch from now() - min(at)), 0) from outbox where published_at is null) as age, "
    "(select count(*) from outbox where published_at is null) as waiting, "
    "(select coalesce(extract(epoch from now() - min(due_at)), 0) from timers where done_at is null and due_at < now()) "
    "as overdue, (select count(*) from parked_events) as parked"
)
BURIED = text("select count(*) from dead_letters where status = 'open'")


class Measures:
    def __init__(
        self, service: str, *, database: Database, relay_database: Database, bus: Callable[[], Bus | None]
    ) -> None:
        self._service, self._database, self._relay_database, self._bus = service, database, relay_database, bus

        # Asked each time: a quiet minute replaces it.
        def pool() -> Any:
            return database.engine.pool

        metrics.POOL_SIZE.set_function(lambda: pool().size())
        metrics.POOL_USED.set_function(lambda: pool().checkedout())

    async def measure(self) -> None:
        """One turn of the worker."""
        await self.look()
        await asyncio.sleep(EVERY)

    async def look(self) -> None:
        try:
            await self._look_at_database()
            metrics.DATABASE_UP.set(1)
        except Unavailable:
            metrics.DATABASE_UP.set(0)
        bus = self._bus()
        connected = bus is not None and bus.is_connected
        metrics.BUS_UP.set(1 if connected else 0)
        if bus is not None and connected:
            await self._look_at_bus(bus)

    async def _look_at_database(self) -> None:
        async with self._relay_database.platform_transaction() as connection:
            row = (await connection.execute(BEHIND)).one()
        async with self._database.platform_transaction() as connection:
            buried = await connection.scalar(BURIED)
        metrics.OUTBOX_AGE.set(max(0.0, float(row.age)))
        metrics.OUTBOX_WAITING.set(row.waiting)
        metrics.TIMERS_OVERDUE.set(max(0.0, float(row.overdue)))
        metrics.PARKED.set(row.parked)
        metrics.DEAD_LETTERS_OPEN.set(buried or 0)

    async def _look_at_bus(self, bus: Bus) -> None:
        for consumer in CONSUMERS:
            if consumer.durable == self._service:
                try:
                    pending = await bus.pending(consumer.stream, consumer.durable)
                except Unavailable:
                    continue
                metrics.CONSUMER_PENDING.labels(consumer.stream).set(pending)
