"""Which pages of the knowledge base an answer to a ticket may lead to: those that its requester may read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.refusals import Fault
from ticketing.domain.attachable import Attachable
from ticketing.domain.knowledge import ArticleStatus, Audience
from ticketing.domain.refusals import ArticleInvalid
from ticketing.storage.guests import guest_of
from ticketing.storage.knowledge_tables import article_versions, articles, product_owners
from ticketing.storage.seasons import in_season
from ticketing.storage.tables import tickets

LIKENESS = 0.3
NEAREST = 5
MOST = 500


async def attachable(connection: AsyncConnection, ticket_id: UUID, now: datetime) -> list[Attachable]:
    """The few whose titles are like the subject first, then all by title."""
    subject = select(tickets.c.subject).where(tickets.c.id == ticket_id).scalar_subquery()
    likeness = func.word_similarity(articles.c.plain_title, func.lower(func.unaccent(subject)))
    chosen = (await _readable(connection, ticket_id, now)).add_columns(likeness.label("likeness"))
    rows = (await connection.execute(chosen.order_by(articles.c.plain_title, articles.c.id).limit(MOST))).all()
    likely = sorted((row for row in rows if row.likeness > LIKENESS), key=lambda row: -row.likeness)[:NEAREST]
    rest = [row for row in rows if row not in likely]
    return [Attachable(row.id, row.slug, row.heading) for row in (*likely, *rest)]


async def must_be_attachable(
    connection: AsyncConnection, ticket_id: UUID, article: UUID | str, now: datetime
) -> Attachable:
    """By its id or its slug. Raises ArticleInvalid: it may have been withdrawn since the form was shown, or be out of season."""
    a = articles.c
    named = a.id == article if isinstance(article, UUID) else a.slug == article
    chosen = (await _readable(connection, ticket_id, now)).where(named)
    row = (await connection.execute(chosen)).one_or_none()
    if row is None:
        said = "Cet article n’est plus publié, ou le client n’y a pas accès. Choisissez-en un autre."
        raise ArticleInvalid(faults=[Fault("/article", said, "choice")])
    return Attachable(row.id, row.slug, row.heading)


async def _readable(connection: AsyncConnection, ticket_id: UUID, now: datetime) -> Select[Any, Any, Any]:
    """What is shown that day, and may be read by whoever asked."""
    v, a = article_versions.c, articles.c
    published = (v.tenant == a.tenant) & (v.article_id == a.id) & (v.number == a.number)
    titled = select(a.id, a.slug, v.title.label("heading")).join(article_versions, published)
    return titled.where(
        a.status == str(ArticleStatus.PUBLISHED),
        await _audience(connection, ticket_id),
        await in_season(connection, now),
    )


async def _audience(connection: AsyncConnection, ticket_id: UUID) -> ColumnElement[bool]:
    """Who asked without an account reads what everybody reads; an organisation reads what it has."""
    a, o = articles.c, product_owners.c
    everybody = a.audience == str(Audience.EVERYBODY)
    if await guest_of(connection, ticket_id) is not None:
        return everybody
    asking = select(tickets.c.organisation_id).where(tickets.c.id == ticket_id).scalar_subquery()
    has_it = exists().where(o.tenant == a.tenant, o.product_id == a.product_id, o.organisation_id == asking)
    owned = and_(a.audience == str(Audience.OWNERS), has_it)
    return or_(everybody, a.audience == str(Audience.MEMBERS), owned)
