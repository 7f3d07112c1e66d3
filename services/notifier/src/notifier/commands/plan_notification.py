"""Because of an event, somebody will have to be written to."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import telemetry
from chassis.ids import new_id
from contracts.messages import Lane
from notifier.domain.notification import KEPT, Cause, Notification
from notifier.storage.work import NotifierWork

PURGE = "purge-notification"


class PlanNotification(msgspec.Struct, frozen=True, kw_only=True):
    event_id: UUID
    event_type: str
    about: UUID
    data: dict[str, Any]
    lane: Lane


async def plan_notification(command: PlanNotification, uow: NotifierWork) -> Notification:
    """Who, and what exactly, is asked of the event's owner when it is sent."""
    cause = Cause(event_id=command.event_id, type=command.event_type, about=command.about, data=command.data)
    return await planned(cause, command.lane, None, telemetry.traceparent(), uow)


async def plan_also(first: Notification, recipient: str, uow: NotifierWork) -> Notification:
    """Another person is told of the same event."""
    return await planned(first.cause, first.lane, recipient, first.traceparent, uow)


async def planned(
    cause: Cause,
    lane: Lane,
    recipient: str | None,
    traceparent: str | None,
    uow: NotifierWork,
    *,
    notification_id: UUID | None = None,
) -> Notification:
    made = Notification(
        id=notification_id or new_id(),
        cause=cause,
        lane=lane,
        created_at=uow.now,
        traceparent=traceparent,
        recipient=recipient,
    )
    made = uow.notifications.add(made)
    await uow.enqueue(made)
    await uow.schedule(PURGE, made.id, due_at=uow.now + KEPT)
    return made
