"""Reading a stream: each message becomes commands, is acknowledged after their commit, or waits, or is buried."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from nats.aio.msg import Msg

from chassis import dead_letters, logs, metrics, telemetry
from chassis.bus import Bus
from chassis.commands import Commands
from chassis.database import Database
from chassis.ids import new_id
from chassis.refusals import Refusal, Unavailable
from chassis.subscriptions import Subscription
from contracts.events import Envelope

BATCH = 50
WAIT = 5.0
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
    while True:
        for message in await pull.fetch(BATCH, wait=WAIT):
            await _take(message, service, subscriptions, commands, database)


async def _take(
    message: Msg,
    service: str,
    subscriptions: Sequence[Subscription[Any, Any]],
    commands: Commands[Any],
    database: Database,
) -> None:
    attempts = message.metadata.num_delivered
    try:
        envelope = msgspec.json.decode(message.data, type=Envelope)
    except msgspec.DecodeError as error:
        await _bury(message, database, None, "decode", str(error), attempts)
        await message.term()
        return
    traceparent = (message.headers or {}).get("traceparent") or envelope.traceparent
    with telemetry.continued(traceparent, f"consume {envelope.type}", kind="consumer"):
        delays: list[float] = []
        for subscription in subscriptions:
            if subscription.event.type == envelope.type:
                try:
                    delays += await _hand_over(subscription, envelope, message, service, commands, database)
                except Unavailable:
                    await message.nak(delay=WHEN_UNAVAILABLE)
                    raise
        if delays:
            await message.nak(delay=min(delays))
            return
        await message.ack()
        metrics.EVENTS_CONSUMED.labels(envelope.type).inc()


async def _hand_over(
    subscription: Subscription[Any, Any],
    envelope: Envelope,
    message: Msg,
    service: str,
    commands: Commands[Any],
    database: Database,
) -> list[float]:
    """Nothing when it is done or buried, else the seconds to wait. One handler's failure is not its neighbours':
    those that had succeeded find the event in their inbox when it comes again."""
    attempts = message.metadata.num_delivered
    try:
        await subscription.take(envelope, commands, service=service)
    except Unavailable:
        raise
    except (msgspec.ValidationError, Refusal) as error:
        # Time will not mend what does not fit, or is refused: trying again would only delay the desk.
        await _bury(message, database, envelope, subscription.name, f"{type(error).__name__}: {error}", attempts)
    except Exception as error:
        logs.log.exception("event not handled", handler=subscription.name, event_id=str(envelope.id))
        if attempts <= len(BACKOFF):
            return [BACKOFF[attempts - 1]]
        await _bury(message, database, envelope, subscription.name, f"{type(error).__name__}: {error}", attempts)
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
