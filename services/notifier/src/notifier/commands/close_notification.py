"""Nothing will be sent after all."""

from enum import StrEnum
from uuid import UUID

import msgspec

from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class Because(StrEnum):
    NOBODY = "nobody"
    TOO_LATE = "too-late"


class CloseNotification(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    because: Because
    template: str


async def close_notification(command: CloseNotification, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    if command.because is Because.TOO_LATE:
        uow.record(notification.expire(at=uow.now))
    else:
        notification.cancel(at=uow.now)
    notification.template = notification.template or command.template or None
    await uow.follow(notification)
    return notification
