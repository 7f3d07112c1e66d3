"""The knowledge base as its authors see it: drafts too, versions, and what readers thought."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.policies import must_edit_articles
from ticketing.domain.refusals import ArticleNotFound
from ticketing.storage.knowledge_tables import article_files, article_versions, article_votes, articles, ranges, rubrics
from ticketing.storage.tables import products


class DraftLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    kind: str
    title: str
    status: str
    number: int
    changed_at: datetime
    helped: int
    not_helped: int
    instead: int


class VersionLine(msgspec.Struct, frozen=True):
    number: int
    title: str
    author_id: UUID
    at: datetime


class KeptFile(msgspec.Struct, frozen=True):
    name: str
    size: int
    sha256: str


class DraftView(DraftLine, frozen=True, kw_only=True):
    version: int
    body: str
    summary: str
    theme: str
    application: str
    prerequisites: str
    release_number: str
    audience: str
    rubric_id: UUID | None
    product_id: UUID | None
    file: KeptFile | None
    versions: list[VersionLine]


class Choices(msgspec.Struct, frozen=True):
    """(value, word)."""

    rubrics: list[tuple[str, str]]
    products: list[tuple[str, str]]


class ListDrafts(msgspec.Struct, frozen=True):
    pass


class ShowDraft(msgspec.Struct, frozen=True):
    article_id: UUID


class ListChoices(msgspec.Struct, frozen=True):
    locale: str


async def list_drafts(_: ListDrafts, actor: Actor, connection: AsyncConnection) -> list[DraftLine]:
    must_edit_articles(actor)
    rows = await connection.execute(_drafts().order_by(articles.c.changed_at.desc()).limit(250))
    return [DraftLine(**_facts(row)) for row in rows]


async def show_draft(question: ShowDraft, actor: Actor, connection: AsyncConnection) -> DraftView:
    must_edit_articles(actor)
    row = (await connection.execute(_drafts().where(articles.c.id == question.article_id))).one_or_none()
    if row is None:
        raise ArticleNotFound
    v, f = article_versions.c, article_files.c
    versions = select(v.number, v.title, v.author, v.at).where(v.article_id == row.id).order_by(v.number.desc())
    file = (await connection.execute(select(f.name, f.size, f.sha256).where(f.article_id == row.id))).one_or_none()
    names = ("version", "body", "summary", "theme", "application", "prerequisites", "release_number", "audience")
    return DraftView(
        **_facts(row),
        **{name: getattr(row, name) for name in (*names, "rubric_id", "product_id")},
        file=KeptFile(*file) if file else None,
        versions=[VersionLine(*one) for one in await connection.execute(versions)],
    )


async def list_choices(question: ListChoices, actor: Actor, connection: AsyncConnection) -> Choices:
    must_edit_articles(actor)
    r, g = rubrics, ranges
    shelves = (
        select(r.c.id, r.c.name, g.c.name.label("range"))
        .join(g, (g.c.tenant == r.c.tenant) & (g.c.id == r.c.range_id))
        .order_by(g.c.position, r.c.position)
    )
    goods = select(products.c.id, products.c.name).order_by(products.c.position)
    locale = question.locale
    return Choices(
        [
            (str(row.id), f"{say(row.range, locale)} – {say(row.name, locale)}")
            for row in await connection.execute(shelves)
        ],
        [(str(row.id), say(row.name, locale)) for row in await connection.execute(goods)],
    )


def _drafts() -> Any:
    a, v = articles.c, article_votes.c
    votes = (
        select(
            v.tenant,
            v.article_id,
            func.count().filter(v.helped).label("helped"),
            func.count().filter(~v.helped).label("not_helped"),
            func.count().filter(v.instead_of_asking).label("instead"),
        )
        .group_by(v.tenant, v.article_id)
        .subquery()
    )
    counted = (func.coalesce(votes.c[name], 0).label(name) for name in ("helped", "not_helped", "instead"))
    joined = (votes.c.tenant == a.tenant) & (votes.c.article_id == a.id)
    return select(articles, *counted).outerjoin(votes, joined)


def _facts(row: Any) -> dict[str, Any]:
    names = ("id", "slug", "kind", "title", "status", "number", "changed_at", "helped", "not_helped", "instead")
    return {name: getattr(row, name) for name in names}
