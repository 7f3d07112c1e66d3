"""Reading a stream: each message becomes commands, is acknowledged after their commit, or waits, or is buried."""

from collections.abc import Awaitable, Callable, Container, Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from nats.aio.msg import Msg

from chassis import dead_letters, inbox, logs, metrics, telemetry
from chassis.bus import Bus
from chassis.commands import Commands
from chassis.database import Database
from chassis.ids import new_id
from chassis.ordering import Parking, Reader, readers_of
from chassis.refusals import Refusal, Unavailable
from chassis.subscriptions import Subscription
from contracts.events import Envelope

BATCH = 50
WAIT = 5.0
# From so many that wait on, what was acted on already is asked for at once, not one by one: after a stream was lost,
# all that it held comes again, and what is new stands behind it. Fewer are cheaper without the question.
MANY = 10
# Seconds before the 2nd, 3rd, … delivery; after the last of them the message is buried.
BACKOFF = (1, 5, 30, 120)
WHEN_UNAVAILABLE = 2
NOBODY = UUID(int=0)


async def follow(
    bus: Bus,
    stream: str,
    *,
    service: str,
    subscriptions: Sequence[Subscription[Any, Any]],
    commands: Commands[Any],
    database: Database,
) -> None:
    """Hand over each message of the stream until something fails that only time can mend."""
    pull = await bus.pull(stream, service)
    takers = _takers(subscriptions, commands, Parking(database, commands, service=service), service)
    while True:
        messages = await pull.fetch(BATCH, wait=WAIT)
        settled = await _settled(messages, database) if len(messages) >= MANY else frozenset[tuple[UUID, str]]()
        for message in messages:
            await _take(message, takers, database, settled)


async def _settled(messages: Sequence[Msg], database: Database) -> Container[tuple[UUID, str]]:
    """Event and handler of what was acted on before."""
    events: list[UUID] = []
    for message in messages:
        with suppress(msgspec.DecodeError):
            events.append(msgspec.json.decode(message.data, type=Envelope).id)
    async with database.platform_transaction() as connection:
        return await inbox.acted_on(connection, events)


class Taker(NamedTuple):
    """Who takes an event: a handler `by_itself`, or a reader with all its handlers, each event in its turn."""

    name: Callable[[Envelope], str]
    hears: Callable[[Envelope], bool]
    take: Callable[[Envelope, bytes], Awaitable[None]]
    by_itself: bool


def _takers(
    subscriptions: Sequence[Subscription[Any, Any]], commands: Commands[Any], parking: Parking, service: str
) -> list[Taker]:
    def by_itself(one: Subscription[Any, Any]) -> Taker:
        async def take(envelope: Envelope, _: bytes) -> None:
            await one.take(envelope, commands, service=service)

        def hears(envelope: Envelope) -> bool:
            return envelope.type == one.event.type

        def name(_: Envelope) -> str:
            return one.name

        return Taker(name, hears, take, by_itself=True)

    def in_order(reader: Reader) -> Taker:
        async def take(envelope: Envelope, body: bytes) -> None:
            await parking.take(reader, envelope, body)

        return Taker(reader.handler_of, reader.hears, take, by_itself=False)

    return [
        *(by_itself(one) for one in subscriptions if one.reader is None),
        *(in_order(reader) for reader in readers_of(subscriptions)),
    ]


async def _take(
    message: Msg, takers: Sequence[Taker], database: Database, settled: Container[tuple[UUID, str]]
) -> None:
    try:
        envelope = msgspec.json.decode(message.data, type=Envelope)
    except msgspec.DecodeError as error:
        await _bury(message, database, None, "decode", str(error), message.metadata.num_delivered)
        await message.term()
        return
    traceparent = (message.headers or {}).get("traceparent") or envelope.traceparent
    with telemetry.continued(traceparent, f"consume {envelope.type}", kind="consumer"):
        delays: list[float] = []
        for taker in takers:
            if taker.hears(envelope) and not (taker.by_itself and (envelope.id, taker.name(envelope)) in settled):
                try:
                    delays += await _hand_over(taker, envelope, message, database)
                except Unavailable:
                    await message.nak(delay=WHEN_UNAVAILABLE)
                    raise
        if delays:
            await message.nak(delay=min(delays))
            return
        await message.ack()
        metrics.EVENTS_CONSUMED.labels(envelope.type).inc()


async def _hand_over(taker: Taker, envelope: Envelope, message: Msg, database: Database) -> list[float]:
    """Nothing when it is done or buried, else the seconds to wait. One handler's failure is not its neighbours':
    those that had succeeded find the event in their inbox when it comes again."""
    attempts = message.metadata.num_delivered
    try:
        await taker.take(envelope, message.data)
    except Unavailable:
        raise
    except (msgspec.ValidationError, Refusal) as error:
        # Time will not mend what does not fit, or is refused: trying again would only delay the desk.
        await _bury(message, database, envelope, taker.name(envelope), dead_letters.cause_of(error), attempts)
    except Exception as error:
        logs.log.exception("event not handled", handler=taker.name(envelope), event_id=str(envelope.id))
        if attempts <= len(BACKOFF):
            return [BACKOFF[attempts - 1]]
        await _bury(message, database, envelope, taker.name(envelope), dead_letters.cause_of(error), attempts)
    return []


async def _bury(
    message: Msg, database: Database, envelope: Envelope | None, handler: str, cause: str, attempts: int
) -> None:
    logs.log.error("event buried", handler=handler, subject=message.subject, cause=cause)
    metrics.DEAD_LETTERS.labels(handler).inc()
    await dead_letters.bury(
        database,
        event_id=envelope.id if envelope else new_id(),
        tenant=envelope.tenant if envelope else NOBODY,
        type=envelope.type if envelope else message.subject,
        handler=handler,
        body=message.data,
        cause=cause,
        attempts=attempts,
    )
