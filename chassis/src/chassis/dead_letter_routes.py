"""The desk for what failed for good: list, read, replay, discard. For those who operate the platform."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis import dead_letters, logs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.dead_letters import DeadLetter, DeadLetterFailedAgain, DeadLetterLine, DeadLetterNotReplayable, Key
from chassis.http import By
from chassis.inbox import Place, TooEarly
from chassis.refusals import Unavailable
from chassis.settings import Settings
from chassis.subscriptions import Subscription, pass_by
from chassis.unit_of_work import UnitOfWork
from contracts.events import Envelope

PERMISSION = "platform.dead_letters.manage"


class Settle(msgspec.Struct, frozen=True):
    event_id: UUID
    handler: str
    status: str


class FailedReplay(msgspec.Struct, frozen=True):
    event_id: UUID
    handler: str
    cause: str


async def settle_dead_letter(command: Settle, uow: UnitOfWork) -> None:
    uow.note(f"dead_letter.{command.status}", command.event_id, purpose=command.handler)
    await dead_letters.settle(uow.connection, command.event_id, command.handler, status=command.status)


async def note_failed_replay(command: FailedReplay, uow: UnitOfWork) -> None:
    uow.note("dead_letter.failed_again", command.event_id, purpose=command.handler)
    await dead_letters.failed_again(uow.connection, command.event_id, command.handler, cause=command.cause)


def router(subscriptions: Sequence[Subscription[Any, Any]]) -> Router:
    """Routes below /dead-letters that know which handler a letter was meant for."""
    known: Mapping[Key, Subscription[Any, Any]] = {Key(one.name, one.event.type): one for one in subscriptions}

    @get("/", needs=PERMISSION)
    async def index(database: NamedDependency[Database], status: FromQuery[str] = "open") -> list[DeadLetterLine]:
        async with database.platform_transaction() as connection:
            return await dead_letters.listing(connection, status=status)

    @get("/{event_id:uuid}/{handler:str}", needs=PERMISSION)
    async def show(event_id: FromPath[UUID], handler: FromPath[str], database: NamedDependency[Database]) -> DeadLetter:
        async with database.platform_transaction() as connection:
            return await dead_letters.read(connection, event_id, handler, known=known)

    @post("/{event_id:uuid}/{handler:str}/replay", needs=PERMISSION)
    async def replay(
        event_id: FromPath[UUID],
        handler: FromPath[str],
        actor: By,
        commands: NamedDependency[Commands[Any]],
        database: NamedDependency[Database],
        settings: NamedDependency[Settings],
    ) -> dict[str, str]:
        """The effect comes first and the mark after it: whoever is interrupted in between replays again, and the inbox
        sees to it that nothing happens twice."""
        async with database.platform_transaction() as connection:
            type, body = await dead_letters.open_letter(connection, event_id, handler)
        subscription = known.get(Key(handler, type))
        if subscription is None:
            raise DeadLetterNotReplayable
        try:
            envelope = msgspec.json.decode(body, type=Envelope)
            await subscription.take(envelope, commands, service=settings.service)
        except Unavailable:
            raise
        except Exception as error:
            logs.log.exception("replay failed", handler=handler, event_id=str(event_id))
            cause = dead_letters.cause_of(error)
            await commands.run(note_failed_replay, FailedReplay(event_id, handler, cause), actor=actor)
            raise DeadLetterFailedAgain(cause) from error
        await commands.run(settle_dead_letter, Settle(event_id, handler, "replayed"), actor=actor)
        return {"status": "replayed"}

    @post("/{event_id:uuid}/{handler:str}/discard", needs=PERMISSION)
    async def discard(
        event_id: FromPath[UUID],
        handler: FromPath[str],
        actor: By,
        commands: NamedDependency[Commands[Any]],
        database: NamedDependency[Database],
        settings: NamedDependency[Settings],
    ) -> dict[str, str]:
        """For a reader that takes events in order, the next one is then no longer too early."""
        async with database.platform_transaction() as connection:
            type, body = await dead_letters.open_letter(connection, event_id, handler)
        await commands.run(settle_dead_letter, Settle(event_id, handler, "discarded"), actor=actor)
        subscription = known.get(Key(handler, type))
        if subscription is not None and subscription.reader:
            await count(msgspec.json.decode(body, type=Envelope), subscription.reader, commands, settings.service)
        return {"status": "discarded"}

    return Router("/dead-letters", route_handlers=[index, show, replay, discard], tags=["Messages en échec"])


async def count(envelope: Envelope, reader: str, commands: Commands[Any], service: str) -> None:
    place = Place(reader, envelope.subject, envelope.sequence)
    actor = Actor.of_service(service, envelope.tenant)
    with suppress(TooEarly):
        await commands.run_once(pass_by, None, actor=actor, event_id=envelope.id, place=place)
