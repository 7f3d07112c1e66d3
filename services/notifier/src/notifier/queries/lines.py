"""What people and programs are shown of a message: never an address, never what was written."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from notifier.domain.attempts import Attempt
from notifier.domain.notification import account_of


class NotificationLine(msgspec.Struct, frozen=True, kw_only=True):
    """`subject` is what the cause is about (a dossier, a ticket, an account). `waits_for` says who did not answer."""

    id: UUID
    status: str
    template: str | None
    lane: str
    cause_id: UUID
    cause_type: str
    subject: UUID
    account_id: UUID | None
    attempts: int
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    waits_for: str | None


class NotificationDetail(NotificationLine, frozen=True, kw_only=True):
    """`trace_id` is the trace that began with the cause; purged messages have forgotten whom they concerned."""

    tries: list[Attempt]
    message_id: str | None
    trace_id: str | None
    purged_at: datetime | None


def line_of(row: Row[Any]) -> NotificationLine:
    return NotificationLine(**_shared(row))


def detail_of(row: Row[Any]) -> NotificationDetail:
    return NotificationDetail(
        **_shared(row),
        tries=msgspec.convert(row.attempts, list[Attempt]),
        message_id=row.message_id,
        trace_id=row.traceparent.split("-")[1] if row.traceparent else None,
        purged_at=row.purged_at,
    )


def _shared(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status,
        "template": row.template,
        "lane": row.lane,
        "cause_id": row.cause_id,
        "cause_type": row.cause_type,
        "subject": row.about,
        "account_id": account_of(row.recipient) if row.recipient else None,
        "attempts": len(row.attempts),
        "created_at": row.created_at,
        "due_at": row.due_at,
        "ended_at": row.ended_at,
        "waits_for": row.waits_for,
    }
