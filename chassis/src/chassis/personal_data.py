"""What a service holds of a person: told when they ask for all of it, forgotten when they leave (RGPD, articles 15, 17, 20).

Identity says `account.export_requested` and `account.erased`; each service answers with an event when its part is done. A
part waits in the service's own database, in the tenant, until the person fetched it or its time is over.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.access import Needs
from chassis.actor import Actor
from chassis.assistants.proposals import forget_proposals
from chassis.http import Ask
from chassis.refusals import NotFound
from chassis.subscriptions import Subscription, Timer
from chassis.tables import journal, personal_data_parts
from chassis.unit_of_work import UnitOfWork
from contracts.events import Event
from contracts.identity import AccountErased, ExportRequested

U = TypeVar("U", bound=UnitOfWork)
FORGET_PART = "personal_data_part"
MOST_LINES = 5_000


class PartNotFound(NotFound):
    """Cette partie de vos données n’est plus là. Demandez-les de nouveau."""


class Gather(msgspec.Struct, frozen=True, kw_only=True):
    export_id: UUID
    account_id: UUID
    until: datetime


class Forget(msgspec.Struct, frozen=True):
    account_id: UUID


class ForgetPart(msgspec.Struct, frozen=True):
    export_id: UUID


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each kind (`contracts.personal_data`): erased, and kept as the law wants."""

    erased: dict[str, int] = {}
    kept: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class PersonalData(Generic[U]):
    """`tell` reads, `forget` erases; both run in the person's tenant. The events are the service's own."""

    tell: Callable[[UUID, U], Awaitable[dict[str, Any]]]
    forget: Callable[[UUID, U], Awaitable[Forgotten]]
    gathered: Callable[..., Event]
    forgotten: Callable[..., Event]

    def subscriptions(self) -> tuple[Subscription[Any, Any], ...]:
        async def gather_personal_data(command: Gather, uow: U) -> None:
            await keep_part(self.tell, command, uow)
            uow.record(
                self.gathered(export_id=command.export_id, account_id=command.account_id), concerns=command.account_id
            )

        async def forget_personal_data(command: Forget, uow: U) -> None:
            """A second time finds nothing more: the counts of the first are those that count."""
            done = await self.forget(command.account_id, uow)
            await forget_proposals(command.account_id, uow)
            uow.record(self.forgotten(account_id=command.account_id, erased=done.erased, kept=done.kept))

        return (
            Subscription(ExportRequested, _gather, gather_personal_data),
            Subscription(AccountErased, _forget, forget_personal_data),
        )


async def keep_part(tell: Callable[[UUID, U], Awaitable[dict[str, Any]]], command: Gather, uow: U) -> None:
    """What the service says, and the journal's lines about the person. Told twice, the newer words count."""
    told = {**await tell(command.account_id, uow), "journal": await _lines(command.account_id, uow)}
    row = {"content": msgspec.json.encode(told), "expires_at": command.until}
    kept = insert(personal_data_parts).values(export_id=command.export_id, **row)
    key = [personal_data_parts.c.tenant, personal_data_parts.c.export_id]
    _ = await uow.connection.execute(kept.on_conflict_do_update(index_elements=key, set_=row))
    await uow.schedule(FORGET_PART, command.export_id, due_at=command.until)


async def forget_part(command: ForgetPart, uow: UnitOfWork) -> None:
    gone = delete(personal_data_parts).where(personal_data_parts.c.export_id == command.export_id)
    _ = await uow.connection.execute(gone)


async def lines_about(account_id: UUID, connection: AsyncConnection) -> int:
    """How many lines of the journal are about the person; they stay."""
    counted = select(func.count()).select_from(journal).where(journal.c.concerns == account_id)
    return await connection.scalar(counted) or 0


async def _lines(account_id: UUID, uow: UnitOfWork) -> list[dict[str, Any]]:
    found = select(journal.c.at, journal.c.action, journal.c.actor, journal.c.purpose)
    mine = found.where(journal.c.concerns == account_id).order_by(journal.c.position.desc()).limit(MOST_LINES)
    return [
        {"at": row.at.isoformat(), "action": row.action, "by": _who(row.actor, account_id), "purpose": row.purpose}
        for row in await uow.connection.execute(mine)
    ]


def _who(actor: str, account_id: UUID) -> str:
    """Oneself, or what kind of actor: an agent's number is not the person's data."""
    kind, _, subject = actor.split(" ", 1)[0].partition(":")
    return "vous" if subject == str(account_id) else kind


class PartOf(msgspec.Struct, frozen=True):
    export_id: UUID


async def part_of(question: PartOf, _: Actor, connection: AsyncConnection) -> bytes:
    found = select(personal_data_parts.c.content).where(personal_data_parts.c.export_id == question.export_id)
    content = await connection.scalar(found)
    if content is None:
        raise PartNotFound
    return bytes(content)


@get("/internal/personal-data/{export_id:uuid}", needs=Needs.GATEWAY, include_in_schema=False)
async def show_part(export_id: FromPath[UUID], queries: Ask, tenant: FromQuery[UUID]) -> Response[bytes]:
    """Asked by the gateway alone, once identity has said whose export it is."""
    actor = Actor.of_service("gateway", tenant)
    content = await queries.ask(part_of, PartOf(export_id), actor=actor)
    return Response(content, media_type="application/json", headers={"cache-control": "no-store"})


ROUTER = Router("/", route_handlers=[show_part])
TIMER = Timer(FORGET_PART, ForgetPart, forget_part)


def _gather(event: ExportRequested) -> Gather:
    return Gather(export_id=event.export_id, account_id=event.account_id, until=event.until)


def _forget(event: AccountErased) -> Forget:
    return Forget(event.account_id)
