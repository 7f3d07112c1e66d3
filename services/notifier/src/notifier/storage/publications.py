"""Publications and exceptions to the hours, kept."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.repository import Repository
from notifier.domain.publishing.content import Audience, Content, Occasion
from notifier.domain.publishing.hours import HoursException, Opening
from notifier.domain.publishing.publication import Kind, Publication, Status
from notifier.domain.publishing.refusals import HoursExceptionNotFound, PublicationNotFound
from notifier.storage.publishing import hours_exceptions, pictures, publication_readings, publications

LONGEST_SLUG = 80


class Publications(Repository[Publication]):
    table = publications
    missing = PublicationNotFound

    def load(self, row: Row[Any]) -> Publication:
        return publication_of(row)

    def dump(self, aggregate: Publication) -> dict[str, Any]:
        a, c = aggregate, aggregate.content
        return {
            "id": a.id,
            "kind": str(a.kind),
            "slug": a.slug,
            "status": str(a.status),
            "audience": str(c.audience),
            "category": c.category,
            "title": c.title,
            "summary": c.summary,
            "body": c.body,
            "picture_id": a.picture_id,
            "picture_words": c.picture_words,
            "publish_at": c.publish_at,
            "expires_at": c.expires_at,
            "shown_from": a.shown_from,
            "published_at": a.published_at,
            "starts_at": c.occasion.starts_at if c.occasion else None,
            "ends_at": c.occasion.ends_at if c.occasion else None,
            "place": c.occasion.place if c.occasion else None,
            "written_at": a.written_at,
            "written_by": a.written_by,
        }

    async def free_slug(self, kind: Kind, title: str) -> str:
        """An address made of the title, that no other publication of this kind has."""
        wanted = slug_of(title)
        like = self.table.c.slug.like(f"{wanted}%")
        rows = await self.uow.connection.execute(select(self.table.c.slug).where(self.table.c.kind == str(kind), like))
        taken = set(rows.scalars())
        return next(slug for slug in _numbered(wanted) if slug not in taken)

    async def remove(self, publication: Publication) -> None:
        self._kept.pop(publication.id, None)
        readings = delete(publication_readings).where(publication_readings.c.publication_id == publication.id)
        await self.uow.connection.execute(readings)
        await self.uow.connection.execute(delete(self.table).where(self.table.c.id == publication.id))
        if publication.picture_id is not None:
            await self.forget_picture(publication.picture_id)

    async def keep_picture(
        self, picture_id: UUID, content: bytes, *, media_type: str, size: tuple[int, int], at: datetime
    ) -> None:
        row = {"id": picture_id, "content": content, "media_type": media_type, "made_at": at}
        await self.uow.insert(pictures, {**row, "width": size[0], "height": size[1]})

    async def forget_picture(self, picture_id: UUID) -> None:
        await self.uow.connection.execute(delete(pictures).where(pictures.c.id == picture_id))

    async def mark_read(self, account_id: UUID, publication_ids: list[UUID], *, at: datetime) -> None:
        rows = [{"account_id": account_id, "publication_id": one, "read_at": at} for one in publication_ids]
        if rows:
            await self.uow.connection.execute(insert(publication_readings).on_conflict_do_nothing(), rows)


class HoursExceptions(Repository[HoursException]):
    table = hours_exceptions
    missing = HoursExceptionNotFound

    def load(self, row: Row[Any]) -> HoursException:
        return hours_exception_of(row)

    def dump(self, aggregate: HoursException) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "first_day": a.first_day,
            "last_day": a.last_day,
            "openings": msgspec.to_builtins(a.openings),
            "reason": a.reason,
            "written_at": a.written_at,
        }

    async def remove(self, exception: HoursException) -> None:
        self._kept.pop(exception.id, None)
        await self.uow.connection.execute(delete(self.table).where(self.table.c.id == exception.id))


def publication_of(row: Row[Any]) -> Publication:
    occasion = Occasion(starts_at=row.starts_at, ends_at=row.ends_at, place=row.place or "") if row.starts_at else None
    content = Content(
        title=row.title,
        summary=row.summary,
        body=row.body,
        category=row.category,
        audience=Audience(row.audience),
        publish_at=row.publish_at,
        expires_at=row.expires_at,
        occasion=occasion,
        picture_words=row.picture_words,
    )
    return Publication(
        id=row.id,
        kind=Kind(row.kind),
        slug=row.slug,
        content=content,
        status=Status(row.status),
        picture_id=row.picture_id,
        shown_from=row.shown_from,
        published_at=row.published_at,
        written_at=row.written_at,
        written_by=row.written_by,
        version=row.version,
    )


def hours_exception_of(row: Row[Any]) -> HoursException:
    return HoursException(
        id=row.id,
        first_day=row.first_day,
        last_day=row.last_day,
        openings=msgspec.convert(row.openings, tuple[Opening, ...]),
        reason=row.reason,
        written_at=row.written_at,
        version=row.version,
    )


def slug_of(title: str) -> str:
    plain = (
        unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("Œ", "OE").replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
    )
    words = re.findall(r"[a-z0-9]+", plain.lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "publication"


def _numbered(slug: str) -> Any:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
