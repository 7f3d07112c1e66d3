"""What was published since the last letter left?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.storage.announcements import announcements
from notifier.storage.letter_tables import issues

MOST = 10


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is above one for a page that was published before."""

    article_id: UUID
    number: int
    at: datetime


async def unannounced(_: None, actor: Actor, connection: AsyncConnection) -> list[Announcement]:
    """Newest first, ten at most: a letter that announces more is read by nobody."""
    a = announcements.c
    last = select(
        func.coalesce(func.max(issues.c.frozen_at), literal_column("'-infinity'::timestamptz"))
    ).scalar_subquery()
    wanted = select(a.article_id, a.number, a.at).where(a.at > last).order_by(a.at.desc(), a.article_id).limit(MOST)
    return [
        Announcement(article_id=row.article_id, number=row.number, at=row.at)
        for row in await connection.execute(wanted)
    ]
