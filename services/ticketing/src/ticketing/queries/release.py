"""The file of a release, for those who may have it."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.refusals import ArticleNotFound, OwnersOnly
from ticketing.queries.knowledge import ShowArticle, show_article
from ticketing.storage.knowledge_tables import article_files


class Release(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    size: int
    sha256: str


class FindRelease(msgspec.Struct, frozen=True):
    slug: str
    now: datetime


async def find_release(question: FindRelease, actor: Actor, connection: AsyncConnection) -> Release:
    """Raises ArticleNotFound, or OwnersOnly when the reader's organisation does not have the product."""
    article = await show_article(ShowArticle(question.slug, question.now, actor.locale), actor, connection)
    if article.file is None:
        raise ArticleNotFound
    if not article.file.may_download:
        raise OwnersOnly
    f = article_files.c
    row = (await connection.execute(select(f.id, f.name, f.size, f.sha256).where(f.article_id == article.id))).one()
    return Release(*row)
