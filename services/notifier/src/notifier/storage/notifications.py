"""Notifications, kept."""

from typing import Any

import msgspec
from sqlalchemy import Row

from chassis.repository import Repository
from contracts.messages import Lane
from notifier.domain.attempts import Attempt
from notifier.domain.notification import Cause, Notification, Status
from notifier.domain.refusals import NotificationNotFound
from notifier.storage.tables import notifications


class Notifications(Repository[Notification]):
    table = notifications
    missing = NotificationNotFound

    def load(self, row: Row[Any]) -> Notification:
        return notification_of(row)

    def dump(self, aggregate: Notification) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "cause_id": a.cause.event_id,
            "cause_type": a.cause.type,
            "cause_data": a.cause.data,
            "about": a.cause.about,
            "lane": str(a.lane),
            "status": str(a.status),
            "template": a.template,
            "recipient": a.recipient,
            "address_trace": a.address_trace,
            "message_id": a.message_id,
            "traceparent": a.traceparent,
            "attempts": msgspec.to_builtins(a.attempts),
            "created_at": a.created_at,
            "due_at": a.due_at,
            "ended_at": a.ended_at,
            "purged_at": a.purged_at,
        }


def notification_of(row: Row[Any]) -> Notification:
    return Notification(
        id=row.id,
        cause=Cause(event_id=row.cause_id, type=row.cause_type, about=row.about, data=row.cause_data),
        lane=Lane(row.lane),
        status=Status(row.status),
        template=row.template,
        recipient=row.recipient,
        address_trace=row.address_trace,
        message_id=row.message_id,
        traceparent=row.traceparent,
        attempts=msgspec.convert(row.attempts, list[Attempt]),
        created_at=row.created_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        purged_at=row.purged_at,
        version=row.version,
    )
