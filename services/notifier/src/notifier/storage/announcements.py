"""Pages of the knowledge base that were published: an id and a number; titles are asked of their owner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import insert

from chassis import tables
from notifier.storage.tables import metadata
from notifier.storage.work import NotifierWork

announcements = Table(
    "announcements",
    metadata,
    tables.tenant_column(),
    Column("article_id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)


async def keep(uow: NotifierWork, article_id: UUID, number: int, at: datetime) -> None:
    """The latest version of each, in whatever order they are told."""
    row = insert(announcements).values(article_id=article_id, number=number, at=at)
    newer = row.excluded.number > announcements.c.number
    changed = {"number": row.excluded.number, "at": row.excluded.at}
    await uow.connection.execute(
        row.on_conflict_do_update(index_elements=["tenant", "article_id"], set_=changed, where=newer)
    )
