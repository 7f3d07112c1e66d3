"""What was I told, and how do I want to be told?"""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from chassis.policies import must_be_signed_in
from notifier.domain.inbox.preferences import Chosen, Preferences
from notifier.storage.inboxes import notices, preferences

_n = notices.c
_CHOSEN = select(preferences).where(preferences.c.id == bindparam("this_account"))


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    kind: str
    title: str
    link: str
    created_at: datetime
    read_at: datetime | None


class MyNotices(msgspec.Struct, frozen=True, kw_only=True):
    unread_only: bool = False
    cursor: str | None = None
    limit: int = 30


class DigestOf(msgspec.Struct, frozen=True):
    account_id: UUID
    day: date


async def my_notices(question: MyNotices, actor: Actor, connection: AsyncConnection) -> Page[NoticeLine]:
    statement = select(notices).where(_n.account_id == must_be_signed_in(actor))
    if question.unread_only:
        statement = statement.where(_n.read_at.is_(None))
    statement = after(statement, [_n.created_at, _n.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.created_at, row.id])
    lines = [
        NoticeLine(
            id=row.id, kind=row.kind, title=row.title, link=row.link, created_at=row.created_at, read_at=row.read_at
        )
        for row in cut.items
    ]
    return Page(lines, cut.next)


async def count_notices(_: None, actor: Actor, connection: AsyncConnection) -> int:
    mine = (_n.account_id == must_be_signed_in(actor)) & _n.read_at.is_(None)
    return (await connection.execute(select(func.count()).select_from(notices).where(mine))).scalar_one()


async def preferences_of(account_id: UUID, _: Actor, connection: AsyncConnection) -> Preferences:
    """The person's own, or the usual ones."""
    found = await connection.execute(_CHOSEN, {"this_account": account_id})
    row = found.one_or_none()
    if row is None:
        return Preferences(id=account_id)
    return Preferences(id=row.id, chosen=msgspec.convert(row.chosen, Chosen), version=row.version)


async def digest_lines(question: DigestOf, _: Actor, connection: AsyncConnection) -> list[NoticeLine]:
    """What this day's digest tells: what was kept for it and has not been read meanwhile."""
    kept = (_n.account_id == question.account_id) & (_n.digest_on == question.day) & _n.read_at.is_(None)
    rows = await connection.execute(select(notices).where(kept).order_by(_n.created_at, _n.id).limit(100))
    return [
        NoticeLine(
            id=row.id, kind=row.kind, title=row.title, link=row.link, created_at=row.created_at, read_at=row.read_at
        )
        for row in rows.all()
    ]
