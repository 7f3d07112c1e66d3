"""What do the editors have in hand?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.articles.markdown import html_of
from notifier.domain.publishing.hours import Opening
from notifier.domain.publishing.publication import Kind, Stage, Status
from notifier.domain.publishing.refusals import PublicationNotFound
from notifier.queries.publishing.views import EditorLine, EditorView, editor_view_of, line_of
from notifier.storage.publications import hours_exception_of
from notifier.storage.publishing import hours_exceptions, publication_readings, publications

_p = publications.c


class ListEdited(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    kind: Kind | None = None
    stage: Stage | None = None
    cursor: str | None = None
    limit: int = 50


class HoursLine(msgspec.Struct, frozen=True, kw_only=True):
    """No opening: closed all day."""

    id: UUID
    first_day: date
    last_day: date
    openings: tuple[Opening, ...]
    reason: str


async def list_edited(question: ListEdited, _: Actor, connection: AsyncConnection) -> Page[EditorLine]:
    statement = _edited()
    if question.kind is not None:
        statement = statement.where(_p.kind == str(question.kind))
    if question.stage is not None:
        statement = statement.where(*_in_stage(question.stage, question.at))
    statement = after(statement, [_p.written_at, _p.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.written_at, row.id])
    return Page([line_of(row, at=question.at) for row in cut.items], cut.next)


async def show_edited(asked: tuple[UUID, datetime], _: Actor, connection: AsyncConnection) -> EditorView:
    publication_id, at = asked
    row = (await connection.execute(_edited().where(_p.id == publication_id))).one_or_none()
    if row is None:
        raise PublicationNotFound
    return editor_view_of(row, at=at, html=html_of(row.body))


async def known_categories(kind: Kind, _: Actor, connection: AsyncConnection) -> list[str]:
    """Those already used, the most used first: whoever writes chooses among them or adds one."""
    used = select(_p.category).where(_p.kind == str(kind)).group_by(_p.category)
    return list((await connection.execute(used.order_by(func.count().desc(), _p.category).limit(50))).scalars())


async def hours_exceptions_from(day: date, _: Actor, connection: AsyncConnection) -> list[HoursLine]:
    """Those that hold on this day or later, the next first. They are public."""
    h = hours_exceptions.c
    rows = await connection.execute(
        select(hours_exceptions).where(h.last_day >= day).order_by(h.first_day, h.id).limit(100)
    )
    return [
        HoursLine(id=e.id, first_day=e.first_day, last_day=e.last_day, openings=e.openings, reason=e.reason)
        for e in (hours_exception_of(row) for row in rows.all())
    ]


def _edited() -> Select[Any]:
    r = publication_readings.c
    readers = select(func.count()).where(r.publication_id == _p.id).scalar_subquery()
    return select(publications, readers.label("readers"))


def _in_stage(stage: Stage, at: datetime) -> tuple[Any, ...]:
    published = _p.status == str(Status.PUBLISHED)
    match stage:
        case Stage.DRAFT | Stage.WITHDRAWN:
            return (_p.status == stage.value,)
        case Stage.SCHEDULED:
            return (published, _p.shown_from > at)
        case Stage.SHOWN:
            return (published, _p.shown_from <= at, or_(_p.expires_at.is_(None), _p.expires_at > at))
        case Stage.EXPIRED:
            return (published, _p.shown_from <= at, _p.expires_at <= at)
