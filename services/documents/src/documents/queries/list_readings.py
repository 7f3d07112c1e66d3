"""Who may read the pieces of which dossier: for the person whose they are, and for whoever answers for the files."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from documents.storage.tables import bundle_files, reading_grants


class ReadingView(msgspec.Struct, kw_only=True):
    """`status`: standing, dossier (ended with it), withdrawn, expired. `reader` is the agent's name (CRPA L111-2), null
    when identity does not tell; the account itself, only the console sees."""

    grant_id: UUID
    bundle_id: UUID
    purpose: str
    granted_at: datetime
    expires_at: datetime
    last_read_at: datetime | None
    ended_at: datetime | None
    reads: int
    status: str
    reader: str | None = None
    reader_id: UUID | None = None


class AskReadings(msgspec.Struct, frozen=True):
    now: datetime
    cursor: str | None = None
    limit: int = 50


async def list_my_readings(question: AskReadings, actor: Actor, connection: AsyncConnection) -> Page[ReadingView]:
    """Of dossiers that hold a file of this person's. Newest first."""
    g, f = reading_grants.c, bundle_files.c
    mine = exists().where(f.tenant == g.tenant, f.bundle_id == g.bundle_id, f.added_by == actor.subject)
    return await _page(select(reading_grants).where(mine), question, connection)


async def list_standing(question: AskReadings, actor: Actor, connection: AsyncConnection) -> Page[ReadingView]:
    """Those that hold now."""
    g = reading_grants.c
    holds = select(reading_grants).where(g.ended_at.is_(None), g.expires_at > question.now)
    return await _page(holds, question, connection)


async def list_own_readings(question: AskReadings, actor: Actor, connection: AsyncConnection) -> Page[ReadingView]:
    """This agent's own that hold now. They know who they are: no reader is told."""
    found = await _page(holds_for(actor, question), question, connection)
    for line in found.items:
        line.reader_id = None
    return found


def holds_for(actor: Actor, question: AskReadings) -> Select[Any]:
    """This agent's leave that stands."""
    g = reading_grants.c
    return select(reading_grants).where(g.reader == actor.subject, g.ended_at.is_(None), g.expires_at > question.now)


async def _page(wanted: Any, question: AskReadings, connection: AsyncConnection) -> Page[ReadingView]:
    asked = after(wanted, [reading_grants.c.granted_at, reading_grants.c.id], question.cursor, question.limit)
    cut = page((await connection.execute(asked)).all(), question.limit, lambda row: [row.granted_at, row.id])
    return Page([_view(row, question.now) for row in cut.items], cut.next)


def _view(row: Any, now: datetime) -> ReadingView:
    return ReadingView(
        grant_id=row.id,
        bundle_id=row.bundle_id,
        purpose=row.purpose,
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        last_read_at=row.last_read_at,
        ended_at=row.ended_at,
        reads=row.reads,
        status=row.ended or ("standing" if row.expires_at > now else "expired"),
        reader_id=row.reader,
    )
