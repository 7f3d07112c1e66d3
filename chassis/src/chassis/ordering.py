"""One aggregate's events in their order, for the readers that ask for it (decision 0012).

The outbox numbers an aggregate's events without gap. A reader applies number n after n-1 alone: what comes too early is
parked, and applied as soon as what was missing has come. What stays parked too long goes to the desk of dead letters.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis import dead_letters, logs, metrics
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.inbox import Place, TooEarly
from chassis.refusals import Unavailable
from chassis.subscriptions import Subscription, pass_by
from chassis.tables import parked_events
from contracts.events import Envelope

LONGEST_WAIT = timedelta(minutes=10)
LOOK_AGAIN = 30.0


class Reader(NamedTuple):
    """The subscriptions of one reader, by type of event. What it hears of its streams beside them only counts."""

    name: str
    by_type: Mapping[str, Subscription[Any, Any]]

    def hears(self, envelope: Envelope) -> bool:
        return any(type.split(".")[0] == envelope.type.split(".")[0] for type in self.by_type)

    def handler_of(self, envelope: Envelope) -> str:
        """The name under which a failure is buried."""
        subscription = self.by_type.get(envelope.type)
        return subscription.name if subscription else self.name

    async def take(self, envelope: Envelope, commands: Commands[Any], *, service: str) -> None:
        """Raises `TooEarly`, and what the handler raises."""
        if (subscription := self.by_type.get(envelope.type)) is not None:
            await subscription.take(envelope, commands, service=service)
            return
        place = Place(self.name, envelope.subject, envelope.sequence)
        actor = Actor.of_service(service, envelope.tenant)
        await commands.run_once(pass_by, None, actor=actor, event_id=envelope.id, place=place)


def readers_of(subscriptions: Sequence[Subscription[Any, Any]]) -> list[Reader]:
    found: dict[str, dict[str, Subscription[Any, Any]]] = {}
    for subscription in subscriptions:
        if subscription.reader:
            found.setdefault(subscription.reader, {})[subscription.event.type] = subscription
    return [Reader(name, by_type) for name, by_type in found.items()]


class Parking:
    """Where events wait for those before them."""

    def __init__(self, database: Database, commands: Commands[Any], *, service: str) -> None:
        self._database, self._commands, self._service = database, commands, service

    async def take(self, reader: Reader, envelope: Envelope, body: bytes) -> None:
        """Apply it and whatever was waiting for it, or park it. Raises what its own handler raises."""
        try:
            await reader.take(envelope, self._commands, service=self._service)
        except TooEarly as early:
            logs.log.info("event parked", reader=reader.name, event_id=str(envelope.id), cause=str(early))
            await self._park(reader, envelope, body)
            return
        await self._follow(reader, envelope.subject, after=envelope.sequence)

    async def look_again(self, readers: Sequence[Reader]) -> None:
        """What another instance parked while this one applied what it waited for; and what has waited too long."""
        by_name = {reader.name: reader for reader in readers}
        oldest = select(parked_events).order_by(parked_events.c.aggregate_id, parked_events.c.sequence).limit(1000)
        async with self._database.platform_transaction() as connection:
            now = await connection.scalar(select(func.now()))
            rows = (await connection.execute(oldest)).all()
        for row in rows:
            if (reader := by_name.get(row.reader)) is None:
                continue
            try:
                await reader.take(_envelope(row), self._commands, service=self._service)
                await self._unpark(row)
            except Unavailable:
                raise
            except TooEarly as early:
                if now - row.at > LONGEST_WAIT:
                    await self._bury(reader, row, f"TooEarly: {early}, which has not come in ten minutes")
            except Exception as error:
                await self._bury(reader, row, f"{type(error).__name__}: {error}")

    async def _follow(self, reader: Reader, aggregate_id: UUID, *, after: int) -> None:
        """One parked event after the other, until one is missing or fails."""
        c = parked_events.c
        while True:
            after += 1
            here = (c.reader == reader.name, c.aggregate_id == aggregate_id, c.sequence == after)
            async with self._database.platform_transaction() as connection:
                row = (await connection.execute(select(parked_events).where(*here))).one_or_none()
            if row is None:
                return
            try:
                await reader.take(_envelope(row), self._commands, service=self._service)
            except Unavailable:
                raise
            except Exception as error:
                await self._bury(reader, row, f"{type(error).__name__}: {error}")
                return
            await self._unpark(row)

    async def _park(self, reader: Reader, envelope: Envelope, body: bytes) -> None:
        row = {
            "reader": reader.name,
            "event_id": envelope.id,
            "tenant": envelope.tenant,
            "aggregate_id": envelope.subject,
            "sequence": envelope.sequence,
            "type": envelope.type,
            "envelope": body,
        }
        async with self._database.platform_transaction() as connection:
            await connection.execute(insert(parked_events).values(row).on_conflict_do_nothing())

    async def _unpark(self, row: Any) -> None:
        c = parked_events.c
        async with self._database.platform_transaction() as connection:
            await connection.execute(delete(parked_events).where(c.reader == row.reader, c.event_id == row.event_id))

    async def _bury(self, reader: Reader, row: Any, cause: str) -> None:
        handler = reader.handler_of(_envelope(row))
        logs.log.error("parked event buried", handler=handler, event_id=str(row.event_id), cause=cause)
        metrics.DEAD_LETTERS.labels(handler).inc()
        await dead_letters.bury(
            self._database,
            event_id=row.event_id,
            tenant=row.tenant,
            type=row.type,
            handler=handler,
            body=row.envelope,
            cause=cause,
            attempts=1,
        )
        await self._unpark(row)


def _envelope(row: Any) -> Envelope:
    return msgspec.json.decode(row.envelope, type=Envelope)
