"""Files whose check failed, waits or was refused, for those who watch over the checks."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from documents.storage.tables import files, scans


class CheckLine(msgspec.Struct, kw_only=True):
    """Neither names nor people: what was sent is nobody's business here."""

    file_id: UUID
    status: str
    cause: str | None
    media_type: str
    size: int
    received_at: datetime
    attempts: int


async def list_failed_checks(
    question: tuple[str | None, int], _: Actor, connection: AsyncConnection
) -> Page[CheckLine]:
    """Newest first; everything that is not clean."""
    cursor, limit = question
    attempts = select(scans.c.attempts).where(scans.c.file_id == files.c.id).scalar_subquery()
    wanted = select(files, attempts.label("attempts")).where(files.c.status != "clean")
    rows = (await connection.execute(after(wanted, [files.c.received_at, files.c.id], cursor, limit))).all()
    cut = page(rows, limit, lambda row: [row.received_at, row.id])
    return Page(
        [
            CheckLine(
                file_id=row.id,
                status=row.status,
                cause=row.cause,
                media_type=row.media_type,
                size=row.size,
                received_at=row.received_at,
                attempts=row.attempts or 0,
            )
            for row in cut.items
        ],
        cut.next,
    )
