"""What failed for good waits here for a person: inspect, replay or discard."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import Database
from chassis.refusals import NotFound
from chassis.tables import dead_letters


class DeadLetterNotFound(NotFound):
    """Ce message en échec n'existe pas, ou il a déjà été traité."""


class DeadLetterLine(msgspec.Struct, frozen=True):
    event_id: UUID
    handler: str
    tenant: UUID
    type: str
    cause: str
    attempts: int
    at: datetime
    status: str


async def bury(
    database: Database, *, event_id: UUID, tenant: UUID, type: str, handler: str, body: bytes, cause: str, attempts: int
) -> None:
    """Keep the message; burying it again counts the new attempts."""
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
    again = {"cause": statement.excluded.cause, "attempts": statement.excluded.attempts, "status": "open"}
    async with database.platform_transaction() as connection:
        await connection.execute(statement.on_conflict_do_update(index_elements=["event_id", "handler"], set_=again))


async def listing(connection: AsyncConnection, *, status: str = "open", limit: int = 100) -> list[DeadLetterLine]:
    c = dead_letters.c
    columns = (c.event_id, c.handler, c.tenant, c.type, c.cause, c.attempts, c.at, c.status)
    lines = select(*columns).where(c.status == status).order_by(c.at.desc()).limit(limit)
    return [DeadLetterLine(*line) for line in await connection.execute(lines)]


async def settle(connection: AsyncConnection, event_id: UUID, handler: str, *, status: str) -> bytes:
    """Mark an open letter `replayed` or `discarded` and return its envelope."""
    c = dead_letters.c
    statement = (
        update(dead_letters)
        .where(c.event_id == event_id, c.handler == handler, c.status == "open")
        .values(status=status)
        .returning(c.envelope)
    )
    body = (await connection.execute(statement)).scalar_one_or_none()
    if body is None:
        raise DeadLetterNotFound
    return body
