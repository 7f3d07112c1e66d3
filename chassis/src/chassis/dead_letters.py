"""What failed for good waits here for a person: inspect, replay or discard."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import Database
from chassis.refusals import Conflict, NotFound
from chassis.tables import dead_letters
from contracts.events import Envelope

LONGEST_SHOWN = 4000


class Key(NamedTuple):
    """One handler may take several types of events."""

    handler: str
    type: str


class DeadLetterNotFound(NotFound):
    """Ce message en échec n’existe pas, ou il a déjà été traité."""


class DeadLetterNotReplayable(Conflict):
    """Ce message ne peut pas être rejoué : aucun traitement de ce service ne l’attend plus sous cette forme."""


class DeadLetterFailedAgain(Conflict):
    """Le traitement a échoué de nouveau. Le message reste ici, avec sa nouvelle cause."""


class DeadLetterLine(msgspec.Struct, frozen=True):
    event_id: UUID
    handler: str
    tenant: UUID
    type: str
    cause: str
    attempts: int
    at: datetime
    status: str


class DeadLetter(msgspec.Struct, frozen=True):
    """One letter as an operator reads it: what events carry are ids and statuses, so all of it may be shown.

    What could not be decoded comes as `raw`, cut after 4,000 characters.
    """

    event_id: UUID
    handler: str
    tenant: UUID
    type: str
    cause: str
    attempts: int
    at: datetime
    status: str
    can_be_replayed: bool
    subject: UUID | None = None
    sequence: int | None = None
    actor: str | None = None
    recorded_at: datetime | None = None
    trace_id: str | None = None
    payload: dict[str, Any] | None = None
    raw: str | None = None


def cause_of(error: Exception) -> str:
    """Kind and reason in a line, without the statement that SQLAlchemy appends: the log has it, with its trace."""
    return f"{type(error).__name__}: {error}".partition("\n[SQL:")[0]


async def bury(
    database: Database, *, event_id: UUID, tenant: UUID, type: str, handler: str, body: bytes, cause: str, attempts: int
) -> None:
    """Keep the message; burying it again counts the new attempts, unless somebody has settled it meanwhile."""
    row: dict[str, Any] = {
        "event_id": event_id,
        "handler": handler,
        "tenant": tenant,
        "type": type,
        "envelope": body,
        "cause": cause[:2000],
        "attempts": attempts,
        "at": datetime.now().astimezone(),
    }
    statement = insert(dead_letters).values(**row, status="open")
    again = statement.on_conflict_do_update(
        index_elements=["event_id", "handler"],
        set_={"cause": statement.excluded.cause, "attempts": statement.excluded.attempts},
        where=dead_letters.c.status == "open",
    )
    async with database.platform_transaction() as connection:
        await connection.execute(again)


async def listing(connection: AsyncConnection, *, status: str = "open", limit: int = 100) -> list[DeadLetterLine]:
    c = dead_letters.c
    columns = (c.event_id, c.handler, c.tenant, c.type, c.cause, c.attempts, c.at, c.status)
    lines = select(*columns).where(c.status == status).order_by(c.at.desc()).limit(limit)
    return [DeadLetterLine(*line) for line in await connection.execute(lines)]


async def read(connection: AsyncConnection, event_id: UUID, handler: str, *, known: Collection[Key]) -> DeadLetter:
    """`known` are the handlers of this service, each with the type of event it takes."""
    c = dead_letters.c
    found = select(dead_letters).where(c.event_id == event_id, c.handler == handler)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise DeadLetterNotFound
    facts = {name: getattr(row, name) for name in DeadLetterLine.__struct_fields__}
    can_be_replayed = row.status == "open" and Key(row.handler, row.type) in known
    try:
        envelope = msgspec.json.decode(row.envelope, type=Envelope)
        payload = msgspec.json.decode(envelope.data, type=dict[str, Any])
    except msgspec.MsgspecError:
        raw = row.envelope.decode("utf-8", "replace")[:LONGEST_SHOWN]
        return DeadLetter(**facts, can_be_replayed=can_be_replayed, raw=raw)
    return DeadLetter(
        **facts,
        can_be_replayed=can_be_replayed,
        subject=envelope.subject,
        sequence=envelope.sequence,
        actor=envelope.actor,
        recorded_at=envelope.time,
        trace_id=envelope.traceparent.split("-")[1] if envelope.traceparent else None,
        payload=payload,
    )


async def open_letter(connection: AsyncConnection, event_id: UUID, handler: str) -> tuple[str, bytes]:
    """The type and the envelope of a letter that nobody has settled."""
    c = dead_letters.c
    found = select(c.type, c.envelope).where(c.event_id == event_id, c.handler == handler, c.status == "open")
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise DeadLetterNotFound
    return row.type, row.envelope


async def settle(connection: AsyncConnection, event_id: UUID, handler: str, *, status: str) -> None:
    """Mark an open letter `replayed` or `discarded`."""
    c = dead_letters.c
    statement = (
        update(dead_letters)
        .where(c.event_id == event_id, c.handler == handler, c.status == "open")
        .values(status=status)
    )
    if (await connection.execute(statement)).rowcount == 0:
        raise DeadLetterNotFound


async def failed_again(connection: AsyncConnection, event_id: UUID, handler: str, *, cause: str) -> None:
    c = dead_letters.c
    values = {"cause": cause[:2000], "attempts": c.attempts + 1}
    await connection.execute(update(dead_letters).where(c.event_id == event_id, c.handler == handler).values(**values))
