"""Which letters wait for the printer, and what became of the batches?"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.domain.notification import Status as Sent
from notifier.domain.notification import recipient_of
from notifier.domain.posting.batch import MOST
from notifier.domain.posting.postal_letter import ON_PAPER, Status
from notifier.domain.posting.refusals import BatchNotFound
from notifier.storage.inboxes import notices
from notifier.storage.posting import post_batches, post_offices, postal_letters
from notifier.storage.tables import notifications

_l, _b, _n = postal_letters.c, post_batches.c, notifications.c
_LOST = (str(Sent.SUPPRESSED), str(Sent.BOUNCED), str(Sent.PERMANENT_FAILURE))
_IS_READ = exists().where(notices.c.id == _l.notification_id, notices.c.read_at.is_not(None)).label("is_read")


class PostalLetterLine(msgspec.Struct, frozen=True, kw_only=True):
    """`because`: mail-returns, asked. `is_read`: on the portal, since it was decided to write."""

    id: UUID
    notification_id: UUID
    account_id: UUID
    kind: str
    because: str
    status: str
    batch_id: UUID | None
    created_at: datetime
    ended_at: datetime | None
    is_read: bool


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """`letters`: all that were put into it; `left`: those that are to be printed and posted still; `sent`: posted."""

    id: UUID
    created_at: datetime
    created_by: UUID | None
    printed_at: datetime | None
    posted_at: datetime | None
    letters: int
    left: int
    sent: int


class BatchView(BatchLine, frozen=True, kw_only=True):
    lines: list[PostalLetterLine]


class ListLetters(NamedTuple):
    status: Status | None = None
    account_id: UUID | None = None
    cursor: str | None = None
    limit: int = 50


class ListBatches(NamedTuple):
    cursor: str | None = None
    limit: int = 20


async def waiting_letters(_: None, __: Actor, connection: AsyncConnection) -> list[PostalLetterLine]:
    """The oldest first, as many as a batch may hold."""
    statement = _letters(_l.status == str(Status.WAITING)).order_by(_l.created_at, _l.id).limit(MOST)
    return [_letter_line(row) for row in (await connection.execute(statement)).all()]


async def count_waiting_letters(_: None, __: Actor, connection: AsyncConnection) -> int:
    counted = select(func.count()).select_from(postal_letters).where(_l.status == str(Status.WAITING))
    return (await connection.execute(counted)).scalar_one()


async def list_letters(question: ListLetters, _: Actor, connection: AsyncConnection) -> Page[PostalLetterLine]:
    """Newest first."""
    statement = _letters()
    if question.status is not None:
        statement = statement.where(_l.status == str(question.status))
    if question.account_id is not None:
        statement = statement.where(_l.account_id == question.account_id)
    statement = after(statement, [_l.created_at, _l.id], question.cursor, question.limit)
    cut = page((await connection.execute(statement)).all(), question.limit, lambda row: [row.created_at, row.id])
    return Page([_letter_line(row) for row in cut.items], cut.next)


async def letters_of(notification_id: UUID, _: Actor, connection: AsyncConnection) -> list[PostalLetterLine]:
    found = await connection.execute(_letters(_l.notification_id == notification_id))
    return [_letter_line(row) for row in found.all()]


async def list_batches(question: ListBatches, _: Actor, connection: AsyncConnection) -> Page[BatchLine]:
    """Newest first."""
    statement = after(_batches(), [_b.created_at, _b.id], question.cursor, question.limit)
    cut = page((await connection.execute(statement)).all(), question.limit, lambda row: [row.created_at, row.id])
    return Page([BatchLine(**_batch(row)) for row in cut.items], cut.next)


async def show_batch(batch_id: UUID, _: Actor, connection: AsyncConnection) -> BatchView:
    row = (await connection.execute(_batches().where(_b.id == batch_id))).one_or_none()
    if row is None:
        raise BatchNotFound
    lines = await connection.execute(_letters(_l.batch_id == batch_id).order_by(_l.created_at, _l.id))
    return BatchView(**_batch(row), lines=[_letter_line(line) for line in lines.all()])


async def lost_messages(account_id: UUID, _: Actor, connection: AsyncConnection) -> list[UUID]:
    """What this account did not receive, has not read, and no letter tells yet; the oldest first."""
    written = exists().where(_l.notification_id == _n.id)
    read = exists().where(notices.c.id == _n.id, notices.c.read_at.is_not(None))
    lost = select(_n.id).where(
        _n.recipient == recipient_of(account_id), _n.status.in_(_LOST), _n.template.in_(ON_PAPER), ~written, ~read
    )
    return list((await connection.scalars(lost.order_by(_n.created_at, _n.id).limit(MOST))).all())


async def is_post_offered(_: None, __: Actor, connection: AsyncConnection) -> bool:
    return bool(await connection.scalar(select(exists().where(post_offices.c.offered))))


def _letters(*where: ColumnElement[bool]) -> Select[Any]:
    return select(postal_letters, _IS_READ).where(*where)


def _batches() -> Select[Any]:
    mine = select(func.count()).select_from(postal_letters).where(_l.batch_id == _b.id)
    left = mine.where(_l.status.in_([str(Status.BATCHED), str(Status.PRINTED)]))
    sent = mine.where(_l.status.in_([str(Status.POSTED), str(Status.RETURNED)]))
    counts = {"letters": mine, "left": left, "sent": sent}
    return select(post_batches, *(counted.scalar_subquery().label(name) for name, counted in counts.items()))


def _letter_line(row: Row[Any]) -> PostalLetterLine:
    return PostalLetterLine(**{name: getattr(row, name) for name in PostalLetterLine.__struct_fields__})


def _batch(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in BatchLine.__struct_fields__}
