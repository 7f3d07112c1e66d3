"""What does the town tell this reader?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor, Kind
from chassis.pagination import Page, after, page
from notifier.articles.markdown import html_of
from notifier.domain.publishing import publication
from notifier.domain.publishing.refusals import PublicationNotFound
from notifier.queries.publishing.views import PublicationCard, PublicationView, card_of, view_of
from notifier.storage.publishing import pictures, publications
from notifier.storage.visibility import read_by, sees_private, shown_to

_p = publications.c
# Older ones are no news any more, read or not.
NEW_FOR = timedelta(days=60)
MOST_EVENTS = 50


class ListShown(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    kind: publication.Kind
    category: str | None = None
    cursor: str | None = None
    limit: int = 20


class ShowOne(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    kind: publication.Kind
    slug: str


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    news: int


class PictureFile(msgspec.Struct, frozen=True, kw_only=True):
    content: bytes
    media_type: str


async def list_shown(question: ListShown, actor: Actor, connection: AsyncConnection) -> Page[PublicationCard]:
    statement = _cards(actor, question.at).where(_p.kind == str(question.kind))
    if question.category:
        statement = statement.where(_p.category == question.category)
    statement = after(statement, [_p.shown_from, _p.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.shown_from, row.id])
    return Page([card_of(row) for row in cut.items], cut.next)


async def list_categories(question: ListShown, actor: Actor, connection: AsyncConnection) -> list[str]:
    """Those under which this reader finds something, by name."""
    shown = select(_p.category).where(shown_to(actor, at=question.at), _p.kind == str(question.kind))
    return list((await connection.execute(shown.distinct().order_by(_p.category))).scalars())


async def list_occasions(at: datetime, actor: Actor, connection: AsyncConnection) -> list[PublicationCard]:
    """What takes place today or later, the next first."""
    not_over = func.coalesce(_p.ends_at, _p.starts_at + timedelta(hours=3)) >= at
    statement = _cards(actor, at).where(_p.starts_at.is_not(None), not_over)
    rows = await connection.execute(statement.order_by(_p.starts_at, _p.id).limit(MOST_EVENTS))
    return [card_of(row) for row in rows.all()]


async def show_one(question: ShowOne, actor: Actor, connection: AsyncConnection) -> PublicationView:
    where = (_p.kind == str(question.kind), _p.slug == question.slug)
    row = (await connection.execute(_cards(actor, question.at).where(*where))).one_or_none()
    if row is None:
        raise PublicationNotFound
    return view_of(row, html=html_of(row.body))


async def count_unread(at: datetime, actor: Actor, connection: AsyncConnection) -> Unread:
    if not (sees_private(actor) and actor.account):
        return Unread(news=0)
    statement = select(func.count()).where(shown_to(actor, at=at), _is_new(actor, at), _p.kind == "news")
    return Unread(news=(await connection.execute(statement)).scalar_one())


async def picture_shown(asked: tuple[UUID, datetime], actor: Actor, connection: AsyncConnection) -> PictureFile:
    """A picture is seen by who sees its article; its editors see it before."""
    picture_id, at = asked
    edits = actor.kind is Kind.MEMBER and actor.holds("notifier.publications.edit")
    owner = select(_p.id).where(_p.picture_id == picture_id)
    owner = owner if edits else owner.where(shown_to(actor, at=at))
    statement = select(pictures).where(pictures.c.id == picture_id, owner.exists())
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise PublicationNotFound
    return PictureFile(content=row.content, media_type=row.media_type)


def _cards(actor: Actor, at: datetime) -> Select[Any]:
    return select(publications, _is_new(actor, at).label("unread")).where(shown_to(actor, at=at))


def _is_new(actor: Actor, at: datetime) -> Any:
    if not (sees_private(actor) and actor.account):
        return false()
    return not_(or_(read_by(actor.account), _p.shown_from < at - NEW_FOR))
