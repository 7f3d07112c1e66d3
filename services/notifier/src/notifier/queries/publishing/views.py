"""What is shown of a publication: to readers, and to those who write it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from notifier.domain.publishing.publication import Status, stage_of


class PublicationCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says. `picture`: its id, None without; `unread`: new for the reader, False for who has no space."""

    id: UUID
    kind: str
    slug: str
    title: str
    summary: str
    category: str
    audience: str
    picture: UUID | None
    picture_words: str
    shown_from: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    unread: bool = False


class PublicationView(PublicationCard, frozen=True, kw_only=True):
    """`body` is Markdown; `html` is that, made safe by us."""

    body: str
    html: str
    expires_at: datetime | None
    written_at: datetime


class EditorLine(PublicationCard, frozen=True, kw_only=True):
    """`stage` is what readers meet now: draft, scheduled, shown, expired, withdrawn. `readers`: spaces that opened it."""

    status: str
    stage: str
    publish_at: datetime | None
    expires_at: datetime | None
    written_at: datetime
    readers: int
    version: int


class EditorView(EditorLine, frozen=True, kw_only=True):
    body: str
    html: str


def card_of(row: Row[Any]) -> PublicationCard:
    return PublicationCard(**_card(row))


def view_of(row: Row[Any], *, html: str) -> PublicationView:
    more = {"body": row.body, "html": html, "expires_at": row.expires_at, "written_at": row.written_at}
    return PublicationView(**_card(row), **more)


def line_of(row: Row[Any], *, at: datetime) -> EditorLine:
    return EditorLine(**_line(row, at))


def editor_view_of(row: Row[Any], *, at: datetime, html: str) -> EditorView:
    return EditorView(**_line(row, at), body=row.body, html=html)


def _card(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "slug": row.slug,
        "title": row.title,
        "summary": row.summary,
        "category": row.category,
        "audience": row.audience,
        "picture": row.picture_id,
        "picture_words": row.picture_words,
        "shown_from": row.shown_from,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": row.place,
        "unread": bool(getattr(row, "unread", False)),
    }


def _line(row: Row[Any], at: datetime) -> dict[str, Any]:
    return {
        **_card(row),
        "status": row.status,
        "stage": str(stage_of(Status(row.status), row.shown_from, row.expires_at, at=at)),
        "publish_at": row.publish_at,
        "expires_at": row.expires_at,
        "written_at": row.written_at,
        "readers": row.readers,
        "version": row.version,
    }
