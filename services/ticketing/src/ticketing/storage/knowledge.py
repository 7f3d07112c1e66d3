"""The knowledge base, kept."""

import re
import unicodedata
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor, Kind
from chassis.refusals import Fault, Stale
from chassis.repository import Repository
from chassis.unit_of_work import UnitOfWork
from ticketing.domain.knowledge import Article, ArticleKind, ArticleStatus, Audience, Range, Rubric
from ticketing.domain.policies import EDIT_ARTICLES
from ticketing.domain.refusals import ArticleInvalid, ArticleNotFound, ShelfInvalid
from ticketing.storage.knowledge_tables import (
    article_files,
    article_versions,
    article_votes,
    articles,
    file_pieces,
    product_owners,
    ranges,
    rubrics,
)
from ticketing.storage.tables import products

PIECE = 512 * 1024


class Articles(Repository[Article]):
    table = articles
    missing = ArticleNotFound

    def load(self, row: Row[Any]) -> Article:
        return Article(
            id=row.id,
            slug=row.slug,
            kind=ArticleKind(row.kind),
            title=row.title,
            body=row.body,
            changed_at=row.changed_at,
            rubric_id=row.rubric_id,
            product_id=row.product_id,
            summary=row.summary,
            theme=row.theme,
            application=row.application,
            prerequisites=row.prerequisites,
            release_number=row.release_number,
            audience=Audience(row.audience),
            status=ArticleStatus(row.status),
            number=row.number,
            published_at=row.published_at,
            version=row.version,
        )

    def dump(self, aggregate: Article) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "slug": a.slug,
            "kind": str(a.kind),
            "title": a.title,
            "body": a.body,
            "changed_at": a.changed_at,
            "rubric_id": a.rubric_id,
            "product_id": a.product_id,
            "summary": a.summary,
            "theme": a.theme,
            "application": a.application,
            "prerequisites": a.prerequisites,
            "release_number": a.release_number,
            "audience": str(a.audience),
            "status": str(a.status),
            "number": a.number,
            "published_at": a.published_at,
        }

    async def readable(self, article_id: UUID) -> Article | None:
        return await self.find(articles.c.id == article_id, visible_articles(self.uow.actor))

    async def find_or_none(self, article_id: UUID) -> Article | None:
        return await self.find(articles.c.id == article_id)


def visible_articles(actor: Actor) -> ColumnElement[bool]:
    """Published, and for this reader: everybody, members, or members of organisations that have the product."""
    if is_editor(actor):
        return articles.c.status == str(ArticleStatus.PUBLISHED)
    audience = [articles.c.audience == str(Audience.EVERYBODY)]
    if actor.kind is Kind.MEMBER:
        audience += [
            articles.c.audience == str(Audience.MEMBERS),
            and_(articles.c.audience == str(Audience.OWNERS), owned_by(actor)),
        ]
    return and_(articles.c.status == str(ArticleStatus.PUBLISHED), or_(*audience))


def is_editor(actor: Actor) -> bool:
    return actor.kind is Kind.MEMBER and actor.organisation == actor.tenant and actor.holds(EDIT_ARTICLES)


def owned_by(actor: Actor) -> ColumnElement[bool]:
    """Of a product that the reader's organisation has. The provider's own people have them all."""
    if actor.kind is not Kind.MEMBER:
        return false()
    if actor.organisation == actor.tenant:
        return true()
    o = product_owners
    return exists().where(
        o.c.tenant == articles.c.tenant,
        o.c.product_id == articles.c.product_id,
        o.c.organisation_id == actor.organisation,
    )


async def index_words(uow: UnitOfWork, article: Article) -> None:
    """What a search finds it by: the title before the summary before the text."""

    def weighed(words: str, weight: str) -> Any:
        return func.setweight(func.to_tsvector("french", func.unaccent(words)), literal_column(f"'{weight}'"))

    words = (
        weighed(f"{article.title} {article.theme} {article.application}", "A")
        .op("||")(weighed(article.summary, "B"))
        .op("||")(weighed(article.body, "C"))
    )
    plain = func.lower(func.unaccent(article.title))
    await uow.connection.execute(
        update(articles).where(articles.c.id == article.id).values(words=words, plain_title=plain)
    )


async def keep_version(uow: UnitOfWork, article: Article, author: UUID) -> None:
    row = {"article_id": article.id, "number": article.number, "title": article.title, "body": article.body}
    await uow.insert(article_versions, {**row, "author": author, "at": uow.now})


async def keep_range(connection: AsyncConnection, made: Range) -> None:
    facts: dict[str, Any] = {"slug": made.slug, "name": made.name, "position": made.position}
    row = upsert(ranges).values(id=made.id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def keep_rubric(connection: AsyncConnection, made: Rubric) -> None:
    facts: dict[str, Any] = {
        "range_id": made.range_id,
        "slug": made.slug,
        "name": made.name,
        "first_day": made.season.first,
        "last_day": made.season.last,
        "every_year": made.season.every_year,
        "position": made.position,
    }
    row = upsert(rubrics).values(id=made.id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def must_be_on_a_shelf(connection: AsyncConnection, article: Article) -> None:
    """Raises ArticleInvalid: its rubric and its product, where it names them, are there."""
    faults: list[Fault] = []
    if (
        article.rubric_id
        and await connection.scalar(select(rubrics.c.id).where(rubrics.c.id == article.rubric_id)) is None
    ):
        faults.append(Fault("/rubric", "Cette rubrique n’existe plus. Choisissez-en une autre.", "unknown"))
    if (
        article.product_id
        and await connection.scalar(select(products.c.id).where(products.c.id == article.product_id)) is None
    ):
        faults.append(Fault("/product", "Ce produit n’existe plus. Choisissez-en un autre.", "unknown"))
    if faults:
        raise ArticleInvalid(faults=faults)


async def must_be_the_only_range(connection: AsyncConnection, made: Range) -> None:
    """Raises ShelfInvalid."""
    other = select(ranges.c.id).where(ranges.c.slug == made.slug, ranges.c.id != made.id)
    if await connection.scalar(other) is not None:
        raise ShelfInvalid(faults=[Fault("/slug", "Une autre gamme a cette adresse.", "taken")])


async def must_be_the_only_rubric(connection: AsyncConnection, made: Rubric) -> None:
    """In its range, which is there. Raises ShelfInvalid."""
    r = rubrics.c
    if await connection.scalar(select(ranges.c.id).where(ranges.c.id == made.range_id)) is None:
        raise ShelfInvalid(faults=[Fault("/range", "Choisissez une gamme.", "missing")])
    other = select(r.id).where(r.range_id == made.range_id, r.slug == made.slug, r.id != made.id)
    if await connection.scalar(other) is not None:
        raise ShelfInvalid(faults=[Fault("/slug", "Une autre rubrique de la gamme a cette adresse.", "taken")])


async def keep_owner(uow: UnitOfWork, product_id: UUID, organisation_id: UUID, *, has: bool) -> None:
    o = product_owners
    if has:
        row = upsert(o).values(product_id=product_id, organisation_id=organisation_id, since=uow.now)
        await uow.connection.execute(row.on_conflict_do_nothing())
    else:
        gone = delete(o).where(o.c.product_id == product_id, o.c.organisation_id == organisation_id)
        await uow.connection.execute(gone)


async def keep_vote(uow: UnitOfWork, article_id: UUID, voter: UUID, *, helped: bool, instead: bool) -> None:
    """One per reader; the last one counts."""
    facts: dict[str, Any] = {"helped": helped, "instead_of_asking": instead, "at": uow.now}
    row = upsert(article_votes).values(article_id=article_id, voter=voter, **facts)
    keys = ["tenant", "article_id", "voter"]
    await uow.connection.execute(row.on_conflict_do_update(index_elements=keys, set_=facts))


async def begin_file(uow: UnitOfWork, row: dict[str, Any]) -> None:
    await uow.insert(article_files, row)


async def add_piece(uow: UnitOfWork, file_id: UUID, number: int, content: bytes) -> None:
    await uow.connection.execute(insert(file_pieces).values(file_id=file_id, number=number, content=content))


async def drop_files(uow: UnitOfWork, article_id: UUID, *, but: UUID) -> None:
    f = article_files
    await uow.connection.execute(delete(f).where(f.c.article_id == article_id, f.c.id != but))


async def pieces_of(connection: AsyncConnection, file_id: UUID) -> AsyncIterator[bytes]:
    """In order, one at a time: no release is ever whole in memory."""
    wanted = select(file_pieces.c.content).where(file_pieces.c.file_id == file_id)
    number = 0
    while (piece := await connection.scalar(wanted.where(file_pieces.c.number == number))) is not None:
        yield piece
        number += 1


async def has_file(connection: AsyncConnection, article_id: UUID) -> bool:
    return bool(await connection.scalar(select(exists().where(article_files.c.article_id == article_id))))


async def finish_file(uow: UnitOfWork, file_id: UUID, size: int, sha256: str) -> None:
    f = article_files
    await uow.connection.execute(update(f).where(f.c.id == file_id).values(size=size, sha256=sha256))


async def free_slug(connection: AsyncConnection, typed: str) -> str:
    """Made of what is typed, with a number when another article has it."""
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().lower()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "article"
    like = articles.c.slug.op("~")(f"^{wanted}(-[0-9]+)?$")
    taken = set(await connection.scalars(select(articles.c.slug).where(like)))
    number = 2
    found = wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def must_be_current(article: Article, seen: int | None) -> None:
    """Raises Stale when somebody changed it since it was read."""
    if seen is not None and seen != article.version:
        raise Stale


def plain_name(name: str) -> str:
    """The last part of what a browser calls the file, without what could mislead a reader or a shell."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if letter.isprintable() and letter not in '"<>|:*?'
    )
    return kept.strip(". ")[-120:] or "fichier"
