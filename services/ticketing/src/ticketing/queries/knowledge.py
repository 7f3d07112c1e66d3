"""The knowledge base, read: ranges and the rubrics that are shown today, lists, one article, what a question looks like."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, bounded, page
from contracts.forms import say
from ticketing.domain.knowledge import ArticleKind
from ticketing.domain.refusals import ArticleNotFound
from ticketing.queries.prose import as_html
from ticketing.storage.knowledge import owned_by, visible_articles
from ticketing.storage.knowledge_tables import article_files, article_versions, articles, ranges, rubrics
from ticketing.storage.seasons import in_season, rubrics_shown
from ticketing.storage.tables import products

MOST_SUGGESTED = 5
LIKENESS = 0.3


class RubricLine(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    until: date | None = None


class RangeLine(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    rubrics: list[RubricLine]


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    kind: str
    title: str
    summary: str
    theme: str
    application: str
    release_number: str
    published_at: datetime


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """`may_download`: the reader's organisation has the product."""

    name: str
    size: int
    sha256: str
    may_download: bool


class ArticleView(ArticleLine, frozen=True, kw_only=True):
    """`html` is safe to show as it is."""

    html: str
    product: str
    rubric: str
    range: str
    prerequisites: str
    number: int
    changed_at: datetime
    file: FileView | None


class Shelves(msgspec.Struct, frozen=True):
    ranges: list[RangeLine]


class ListShelves(msgspec.Struct, frozen=True):
    now: datetime
    locale: str


class ListArticles(msgspec.Struct, frozen=True, kw_only=True):
    """`order`: those published last first, or by application and title. `search` is in French."""

    now: datetime
    range: str = ""
    rubric: str = ""
    kind: str = ""
    order: Literal["date", "application"] = "date"
    search: str = ""
    cursor: str | None = None
    limit: int = 50


class ShowArticle(msgspec.Struct, frozen=True):
    slug: str
    now: datetime
    locale: str


class Suggest(msgspec.Struct, frozen=True):
    typed: str
    now: datetime


async def list_shelves(question: ListShelves, _: Actor, connection: AsyncConnection) -> Shelves:
    """A rubric out of its season is not there."""
    wanted = select(ranges.c.id, ranges.c.slug, ranges.c.name).order_by(ranges.c.position, ranges.c.slug)
    shown = await rubrics_shown(connection, question.now)
    return Shelves(
        [
            RangeLine(
                slug=row.slug,
                name=say(row.name, question.locale),
                rubrics=[
                    RubricLine(slug=one.slug, name=say(one.name, question.locale), until=one.last_day)
                    for one in shown
                    if one.range_id == row.id
                ],
            )
            for row in await connection.execute(wanted)
        ]
    )


async def list_articles(question: ListArticles, actor: Actor, connection: AsyncConnection) -> Page[ArticleLine]:
    a = articles.c
    chosen = published().where(await _readable(actor, connection, question.now))
    if question.kind:
        chosen = chosen.where(a.kind == question.kind)
    if question.range:
        of_range = select(rubrics.c.id).join(
            ranges, (ranges.c.tenant == rubrics.c.tenant) & (ranges.c.id == rubrics.c.range_id)
        )
        chosen = chosen.where(a.rubric_id.in_(of_range.where(ranges.c.slug == question.range)))
    if question.rubric:
        chosen = chosen.where(a.rubric_id.in_(select(rubrics.c.id).where(rubrics.c.slug == question.rubric)))
    words = question.search.replace("\x00", "").strip()
    if words:
        rows = await connection.execute(_by_likeness(chosen, words).limit(bounded(question.limit)))
        return Page([_line(row) for row in rows])
    if question.order == "application" or question.kind == ArticleKind.QUESTION:
        by = [a.theme, a.application, a.title, a.id]
        rows = await connection.execute(chosen.order_by(*by).limit(250))
        return Page([_line(row) for row in rows])
    keys = [a.published_at, a.id]
    rows = (await connection.execute(after(chosen, keys, question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [row.published_at, row.id])
    return Page([_line(row) for row in cut.items], cut.next)


async def suggest(question: Suggest, actor: Actor, connection: AsyncConnection) -> list[ArticleLine]:
    """What may answer before it is asked; nothing for less than three letters."""
    typed = question.typed.replace("\x00", "").strip()[:200]
    if len(typed) < 3:
        return []
    readable = published().where(await _readable(actor, connection, question.now))
    rows = await connection.execute(_by_likeness(readable, typed).limit(MOST_SUGGESTED))
    return [_line(row) for row in rows]


async def show_article(question: ShowArticle, actor: Actor, connection: AsyncConnection) -> ArticleView:
    """Raises ArticleNotFound for what is not published, out of season, or not for this reader."""
    a, f, p, r, g = articles.c, article_files.c, products.c, rubrics.c, ranges.c
    wanted = (
        published()
        .add_columns(
            f.name.label("file_name"),
            f.size,
            f.sha256,
            p.name.label("product"),
            r.name.label("rubric"),
            g.name.label("range"),
            owned_by(actor).label("owned"),
        )
        .outerjoin(article_files, (f.tenant == a.tenant) & (f.article_id == a.id))
        .outerjoin(products, (p.tenant == a.tenant) & (p.id == a.product_id))
        .outerjoin(rubrics, (r.tenant == a.tenant) & (r.id == a.rubric_id))
        .outerjoin(ranges, (g.tenant == r.tenant) & (g.id == r.range_id))
        .where(a.slug == question.slug.replace("\x00", ""), await _readable(actor, connection, question.now))
    )
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise ArticleNotFound
    said: dict[str, Any] = {
        name: say(getattr(row, name) or "", question.locale) for name in ("product", "rubric", "range")
    }
    may = row.product_id is None or bool(row.owned)
    file = FileView(name=row.file_name, size=row.size, sha256=row.sha256, may_download=may) if row.file_name else None
    return ArticleView(
        **_facts(row),
        html=as_html(row.said),
        prerequisites=row.prerequisites,
        number=row.number,
        changed_at=row.changed_at,
        file=file,
        **said,
    )


def published() -> Select[Any]:
    """With the words of the last published version: what an author has changed since is theirs alone."""
    v, a = article_versions.c, articles.c
    same = (v.tenant == a.tenant) & (v.article_id == a.id) & (v.number == a.number)
    return select(articles, v.title.label("heading"), v.body.label("said")).join(article_versions, same)


def _by_likeness(chosen: Select[Any], words: str) -> Select[Any]:
    """By the words (French, any of them) or by a title that is written nearly so; the nearest first."""
    a, plain = articles.c, func.lower(func.unaccent(literal(words)))
    asked = func.plainto_tsquery("french", func.unaccent(literal(words)))
    # Any of the words: a question typed in full has many that no title holds.
    any_of = cast(func.nullif(func.replace(cast(asked, Text), " & ", " | "), ""), TSQUERY)
    likeness = func.word_similarity(plain, a.plain_title)
    rank = func.coalesce(func.ts_rank(a.words, any_of), 0) + likeness
    return chosen.where(or_(a.words.op("@@")(any_of), likeness > LIKENESS)).order_by(rank.desc(), a.id)


async def _readable(actor: Actor, connection: AsyncConnection, now: datetime) -> ColumnElement[bool]:
    return visible_articles(actor) & await in_season(connection, now)


def _line(row: Any) -> ArticleLine:
    return ArticleLine(**_facts(row))


def _facts(row: Any) -> dict[str, Any]:
    names = ("id", "slug", "kind", "summary", "theme", "application", "release_number", "published_at")
    return {"title": row.heading, **{name: getattr(row, name) for name in names}}
