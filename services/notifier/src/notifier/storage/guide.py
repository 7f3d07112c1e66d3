"""The towns' own pages of the guide, kept."""

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Row, String, Table, UniqueConstraint, Uuid, delete, false

from chassis import tables
from chassis.repository import Repository
from notifier.domain.publishing.guide_page import GuidePage, GuideWords
from notifier.domain.publishing.refusals import GuidePageNotFound
from notifier.storage.tables import metadata

guide_pages = Table(
    "guide_pages",
    metadata,
    *tables.aggregate_columns(),
    Column("slug", String, nullable=False),
    # Together null for a page that is hidden in the template's words.
    Column("title", String),
    Column("summary", String),
    Column("body", String),
    Column("edition", String, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("written_by", Uuid),
    UniqueConstraint("tenant", "slug", name="guide_pages_slug"),
)


class GuidePages(Repository[GuidePage]):
    table = guide_pages
    missing = GuidePageNotFound

    def load(self, row: Row[Any]) -> GuidePage:
        return guide_page_of(row)

    def dump(self, aggregate: GuidePage) -> dict[str, Any]:
        a, words = aggregate, aggregate.words
        return {
            "id": a.id,
            "slug": a.slug,
            "title": words.title if words else None,
            "summary": words.summary if words else None,
            "body": words.body if words else None,
            "edition": a.edition,
            "hidden": a.hidden,
            "written_at": a.written_at,
            "written_by": a.written_by,
        }

    async def of(self, slug: str) -> GuidePage | None:
        """The town's own page, locked, or None while the template's is untouched."""
        return await self.find(self.table.c.slug == slug)

    async def give_up(self, page: GuidePage) -> None:
        self._kept.pop(page.id, None)
        await self.uow.connection.execute(delete(self.table).where(self.table.c.id == page.id))


def guide_page_of(row: Row[Any]) -> GuidePage:
    words = None if row.body is None else GuideWords(title=row.title, summary=row.summary, body=row.body)
    return GuidePage(
        id=row.id,
        slug=row.slug,
        words=words,
        edition=row.edition,
        hidden=row.hidden,
        written_at=row.written_at,
        written_by=row.written_by,
        version=row.version,
    )
