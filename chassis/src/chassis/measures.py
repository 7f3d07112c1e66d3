"""What a service measures of itself: how far its events are behind, what waits, what is used up.

Asked of the database and the bus every few seconds by the worker, so that reading `/metrics` costs nothing and never waits.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import text

from chassis import logs, metrics, telemetry
from chassis.bus import Bus, BusUnavailable
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
# Whoever migrates leaves a note at the database (`parvis <digest> <revision>`), which every role may read.
NOTE = text("select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()")
BURIED = text("select count(*) from dead_letters where status = 'open'")


# Longer than any of our clients waits for an answer.
PATIENCE = 8.0
Probe = Callable[[], Awaitable[object]]


class KeepsNothing(Exception):
    """It answers, and has no room for anything more."""


class Measures:
    def __init__(
        self,
        service: str,
        *,
        database: Database,
        relay_database: Database,
        bus: Callable[[], Bus | None],
        probes: Mapping[str, Probe] | None = None,
    ) -> None:
        """`probes`: what else this service depends on; each is asked for the least it can answer, and raises when it does not
        (`KeepsNothing`: only what is there)."""
        self._service, self._database, self._relay_database, self._bus = service, database, relay_database, bus
        self._probes: dict[str, Probe] = {
            "database": self._look_at_database,
            "bus": self._look_at_bus,
            **(probes or {}),
        }

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
        """One that is away keeps nobody from telling of the others."""
        names = list(self._probes)
        up = dict(zip(names, await asyncio.gather(*map(self._probe, names)), strict=True))
        metrics.DATABASE_UP.set(up["database"])
        metrics.BUS_UP.set(up["bus"])

    async def _probe(self, name: str) -> bool:
        began = time.monotonic()
        writable = True
        try:
            with telemetry.unseen():
                await asyncio.wait_for(self._probes[name](), PATIENCE)
            up = True
        except KeepsNothing:
            up, writable = True, False
        except Exception as error:
            # Whatever a client of somebody else's raises: it did not answer.
            logs.log.info("no answer", dependency=name, cause=type(error).__name__)
            up = False
        metrics.DEPENDENCY_UP.labels(name).set(up)
        metrics.DEPENDENCY_WRITABLE.labels(name).set(writable)
        metrics.DEPENDENCY_SECONDS.labels(name).set(time.monotonic() - began)
        return up

    async def _look_at_database(self) -> None:
        async with self._relay_database.platform_transaction() as connection:
            row = (await connection.execute(BEHIND)).one()
        async with self._database.platform_transaction() as connection:
            buried = await connection.scalar(BURIED)
            note = await connection.scalar(NOTE)
        metrics.SCHEMA.clear()
        metrics.SCHEMA.labels(str(note or "").rpartition(" ")[2]).set(1)
        metrics.OUTBOX_AGE.set(max(0.0, float(row.age)))
        metrics.OUTBOX_WAITING.set(row.waiting)
        metrics.TIMERS_OVERDUE.set(max(0.0, float(row.overdue)))
        metrics.PARKED.set(row.parked)
        metrics.DEAD_LETTERS_OPEN.set(buried or 0)
        if self._database.found_full or self._relay_database.found_full:
            raise KeepsNothing

    async def _look_at_bus(self) -> None:
        bus = self._bus()
        if bus is None or not bus.is_connected:
            raise BusUnavailable
        asked = [one for one in CONSUMERS if one.durable == self._service]
        silent = 0
        for consumer in asked:
            try:
                pending = await bus.pending(consumer.stream, consumer.durable)
            except Unavailable:
                silent += 1
                continue
            metrics.CONSUMER_PENDING.labels(consumer.stream).set(pending)
        if asked and silent == len(asked):
            raise BusUnavailable
