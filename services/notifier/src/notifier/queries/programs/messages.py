"""What did a program have sent, and what became of it?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.domain.notification import Notification, Status
from notifier.domain.programs.message import AskedMessage
from notifier.domain.refusals import NotificationNotFound
from notifier.storage.programs import asked_message_of, asked_messages
from notifier.storage.tables import notifications

_m, _n = asked_messages.c, notifications.c


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is what webhooks call `notification_id`. `status`: created, sending, accepted, delivered, bounced,
    complained, temporary-failure, technical-failure, unknown, permanent-failure, suppressed, cancelled, expired."""

    id: UUID
    template: str
    mode: str
    reference: str
    status: str
    attempts: int
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


class MessagesOf(msgspec.Struct, frozen=True, kw_only=True):
    """Of one key: a program does not see what another sent."""

    key_id: UUID
    status: Status | None = None
    reference: str | None = None
    cursor: str | None = None
    limit: int = 50


class MessageOf(msgspec.Struct, frozen=True, kw_only=True):
    key_id: UUID
    message_id: UUID


async def list_asked(question: MessagesOf, _: Actor, connection: AsyncConnection) -> Page[MessageView]:
    """Newest first, of ninety days."""
    statement = _both().where(_m.key_id == question.key_id)
    if question.status is not None:
        statement = statement.where(_n.status == str(question.status))
    if question.reference is not None:
        statement = statement.where(_m.reference == question.reference)
    statement = after(statement, [_m.created_at, _m.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.created_at, row.id])
    return Page([_view(row) for row in cut.items], cut.next)


async def show_asked(question: MessageOf, _: Actor, connection: AsyncConnection) -> MessageView:
    found = _both().where(_m.id == question.message_id, _m.key_id == question.key_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise NotificationNotFound
    return _view(row)


async def asked_message(message_id: UUID, _: Actor, connection: AsyncConnection) -> AskedMessage | None:
    row = (await connection.execute(select(asked_messages).where(_m.id == message_id))).one_or_none()
    return asked_message_of(row) if row is not None else None


def message_view(asked: tuple[AskedMessage, Notification]) -> MessageView:
    message, notification = asked
    return MessageView(
        id=message.id,
        template=message.template,
        mode=str(message.mode),
        reference=message.reference,
        status=str(notification.status),
        attempts=len(notification.attempts),
        created_at=message.created_at,
        due_at=notification.due_at,
        ended_at=notification.ended_at,
    )


def _both() -> Any:
    told = (_n.status, _n.attempts, _n.due_at, _n.ended_at)
    joined = asked_messages.join(notifications, _n.id == _m.id)
    return select(_m.id, _m.template, _m.mode, _m.reference, _m.created_at, *told).select_from(joined)


def _view(row: Row[Any]) -> MessageView:
    return MessageView(
        id=row.id,
        template=row.template,
        mode=row.mode,
        reference=row.reference,
        status=row.status,
        attempts=len(row.attempts),
        created_at=row.created_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
    )
