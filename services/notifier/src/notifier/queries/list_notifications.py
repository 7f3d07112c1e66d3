"""Which messages were there, newest first?"""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.domain.notification import Status, recipient_of
from notifier.queries.lines import NotificationLine, line_of
from notifier.storage.tables import deliveries, notifications


class ListNotifications(msgspec.Struct, frozen=True, kw_only=True):
    """`cause_id` is the event's id; `subject` the id of what the event is about; `account_id` whom it was for, or about."""

    status: Status | None = None
    cause_id: UUID | None = None
    subject: UUID | None = None
    account_id: UUID | None = None
    cursor: str | None = None
    limit: int = 50


async def list_notifications(
    question: ListNotifications, _: Actor, connection: AsyncConnection
) -> Page[NotificationLine]:
    n = notifications.c
    waiting = notifications.outerjoin(deliveries, deliveries.c.notification_id == n.id)
    statement = select(notifications, deliveries.c.waits_for).select_from(waiting)
    if question.status is not None:
        statement = statement.where(n.status == str(question.status))
    if question.cause_id is not None:
        statement = statement.where(n.cause_id == question.cause_id)
    if question.subject is not None:
        statement = statement.where(n.about == question.subject)
    if question.account_id is not None:
        to_them = n.recipient == recipient_of(question.account_id)
        statement = statement.where(to_them | (n.about == question.account_id))
    statement = after(statement, [n.created_at, n.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.created_at, row.id])
    return Page([line_of(row) for row in cut.items], cut.next)
