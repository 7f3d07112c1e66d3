"""What went out by SMS, of a message and in all?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.storage.texting import texts

_t = texts.c
MONTHS = 12
_MONTH = func.date_trunc("month", func.timezone("Europe/Paris", _t.created_at))


class TextLine(msgspec.Struct, frozen=True, kw_only=True):
    """`segments` are what networks count; `credits` what the provider says that it cost, once it did, in hundredths."""

    status: str
    tries: int
    segments: int
    credits: int
    reason: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


class TextMonth(msgspec.Struct, frozen=True, kw_only=True):
    month: datetime
    texts: int
    segments: int
    credits: int
    failed: int


async def texts_of(notification_id: UUID, _: Actor, connection: AsyncConnection) -> list[TextLine]:
    sent = select(texts).where(_t.notification_id == notification_id).order_by(_t.created_at, _t.id)
    names = TextLine.__struct_fields__
    return [TextLine(**{name: getattr(row, name) for name in names}) for row in await connection.execute(sent)]


async def texts_by_month(_: None, __: Actor, connection: AsyncConnection) -> list[TextMonth]:
    """Newest first; what never left costs nothing and is not counted."""
    month = _MONTH.label("month")
    counted = (
        select(
            month,
            func.count().label("texts"),
            func.sum(_t.segments).label("segments"),
            func.sum(_t.credits).label("credits"),
            func.count().filter(_t.status == "failed").label("failed"),
        )
        .where(_t.tries > 0)
        .group_by(month)
        .order_by(month.desc())
        .limit(MONTHS)
    )
    return [
        TextMonth(month=row.month, texts=row.texts, segments=row.segments, credits=row.credits, failed=row.failed)
        for row in await connection.execute(counted)
    ]
