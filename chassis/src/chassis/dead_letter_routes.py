"""The desk for what failed for good: list, replay, discard. For those who operate the platform."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis import dead_letters
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.dead_letters import DeadLetterLine, DeadLetterNotFound
from chassis.http import By
from chassis.settings import Settings
from chassis.subscriptions import Subscription
from chassis.unit_of_work import UnitOfWork
from contracts.events import Envelope

PERMISSION = "platform.dead_letters.manage"


class Settle(msgspec.Struct, frozen=True):
    event_id: UUID
    handler: str
    status: str


async def settle_dead_letter(command: Settle, uow: UnitOfWork) -> bytes:
    uow.note(f"dead_letter.{command.status}", command.event_id)
    return await dead_letters.settle(uow.connection, command.event_id, command.handler, status=command.status)


def router(subscriptions: Sequence[Subscription[Any, Any]]) -> Router:
    """Routes below /dead-letters that know which handler a letter was meant for."""
    by_name = {subscription.name: subscription for subscription in subscriptions}

    @get("/", needs=PERMISSION)
    async def index(database: NamedDependency[Database], status: FromQuery[str] = "open") -> list[DeadLetterLine]:
        async with database.platform_transaction() as connection:
            return await dead_letters.listing(connection, status=status)

    @post("/{event_id:uuid}/{handler:str}/replay", needs=PERMISSION)
    async def replay(
        event_id: FromPath[UUID],
        handler: FromPath[str],
        actor: By,
        commands: NamedDependency[Commands[Any]],
        settings: NamedDependency[Settings],
    ) -> dict[str, str]:
        subscription = by_name.get(handler)
        if subscription is None:
            raise DeadLetterNotFound
        body = await commands.run(settle_dead_letter, Settle(event_id, handler, "replayed"), actor=actor)
        envelope = msgspec.json.decode(body, type=Envelope)
        await subscription.take(envelope, commands, service=settings.service)
        return {"status": "replayed"}

    @post("/{event_id:uuid}/{handler:str}/discard", needs=PERMISSION)
    async def discard(
        event_id: FromPath[UUID], handler: FromPath[str], actor: By, commands: NamedDependency[Commands[Any]]
    ) -> dict[str, str]:
        await commands.run(settle_dead_letter, Settle(event_id, handler, "discarded"), actor=actor)
        return {"status": "discarded"}

    return Router("/dead-letters", route_handlers=[index, replay, discard], tags=["Messages en échec"])


__all__ = ["Actor", "router"]
