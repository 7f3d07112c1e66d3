"""What a letter may say of pages of the knowledge base."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import ArticleLine
from ticketing.domain.knowledge import ArticleStatus, Audience
from ticketing.queries.knowledge import published
from ticketing.storage.knowledge_tables import articles
from ticketing.storage.seasons import in_season


class AskAnnounceable(Struct, frozen=True, kw_only=True):
    """`portal` is the address of the support portal."""

    article_ids: tuple[UUID, ...]
    portal: str
    now: datetime


async def announceable(question: AskAnnounceable, _: Actor, connection: AsyncConnection) -> list[ArticleLine]:
    """Published and in season. A letter goes to many: what the owners of a product alone may read is not told."""
    a = articles.c
    wanted = published().where(
        a.id.in_(question.article_ids),
        a.status == str(ArticleStatus.PUBLISHED),
        a.audience != str(Audience.OWNERS),
        await in_season(connection, question.now),
    )
    return [
        ArticleLine(
            article_id=row.id,
            title=row.heading,
            summary=row.summary,
            link=f"{question.portal.rstrip('/')}/documentation/{row.slug}",
            members=row.audience == Audience.MEMBERS,
        )
        for row in await connection.execute(wanted)
    ]
