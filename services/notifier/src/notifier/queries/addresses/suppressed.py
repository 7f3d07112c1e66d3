"""Which addresses do mails no longer go to, and does one of them?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.domain.addresses.refusals import SuppressionNotFound
from notifier.domain.addresses.suppression import Suppression, suppression_id
from notifier.domain.notification import Status
from notifier.storage.suppressions import suppression_of
from notifier.storage.tables import notifications, suppressions

_s = suppressions.c
_IS_MESSAGE = exists().where(notifications.c.id == _s.message_id).label("is_message")
_LOST = (str(Status.SUPPRESSED), str(Status.BOUNCED), str(Status.PERMANENT_FAILURE))
_UNREAD = (
    select(func.count())
    .select_from(notifications)
    .where(notifications.c.recipient == func.concat("account:", _s.account_id), notifications.c.status.in_(_LOST))
    .scalar_subquery()
    .label("unread")
)


class SuppressionLine(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: unknown-mailbox, repeated-failures, complaint; `status` is what the server said (RFC 3463); `message_id`
    what failed last, `is_message` unless it was a letter; `unread`: how many messages to the account did not arrive. Without `account_id`: a reader of the letter who has no account."""

    id: UUID
    account_id: UUID | None
    message_id: UUID | None
    is_message: bool
    reason: str
    status: str
    since: datetime
    until: datetime
    reached_at: datetime | None
    unread: int


class ListSuppressions(msgspec.Struct, frozen=True, kw_only=True):
    now: datetime
    account_id: UUID | None = None
    reached: bool | None = None
    cursor: str | None = None
    limit: int = 50


_FOR_TRACE = select(suppressions).where(_s.id == bindparam("this_id"), _s.trace == bindparam("this_trace"))


async def suppression_for(trace: str, _: Actor, connection: AsyncConnection) -> Suppression | None:
    found = await connection.execute(_FOR_TRACE, {"this_id": suppression_id(trace), "this_trace": trace})
    row = found.one_or_none()
    return suppression_of(row) if row is not None else None


async def list_suppressions(question: ListSuppressions, _: Actor, connection: AsyncConnection) -> Page[SuppressionLine]:
    """Newest first."""
    statement = select(suppressions, _IS_MESSAGE, _UNREAD).where(_s.until > question.now)
    if question.account_id is not None:
        statement = statement.where(_s.account_id == question.account_id)
    if question.reached is not None:
        statement = statement.where(_s.reached_at.is_not(None) if question.reached else _s.reached_at.is_(None))
    rows = (await connection.execute(after(statement, [_s.since, _s.id], question.cursor, question.limit))).all()
    cut = page(rows, question.limit, lambda row: [row.since, row.id])
    return Page([line_of(row) for row in cut.items], cut.next)


async def show_suppression(asked: UUID, _: Actor, connection: AsyncConnection) -> SuppressionLine:
    found = await connection.execute(
        select(suppressions, _IS_MESSAGE, _UNREAD).where(_s.id == asked, _s.until.is_not(None))
    )
    row = found.one_or_none()
    if row is None:
        raise SuppressionNotFound
    return line_of(row)


async def count_waiting(now: datetime, _: Actor, connection: AsyncConnection) -> int:
    """People with an account here whom nobody has reached otherwise yet."""
    waiting = select(func.count()).select_from(suppressions).where(_s.until > now, _s.reached_at.is_(None))
    return (await connection.execute(waiting.where(_s.account_id.is_not(None)))).scalar_one()


async def count_suppressions(now: datetime, _: Actor, connection: AsyncConnection) -> int:
    counted = select(func.count()).select_from(suppressions).where(_s.until > now)
    return (await connection.execute(counted)).scalar_one()


def line_of(row: Row[Any]) -> SuppressionLine:
    return SuppressionLine(
        id=row.id,
        account_id=row.account_id,
        message_id=row.message_id,
        is_message=row.is_message,
        reason=row.reason,
        status=row.status,
        since=row.since,
        until=row.until,
        reached_at=row.reached_at,
        unread=row.unread,
    )
