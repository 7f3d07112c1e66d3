"""A message waits for the end of its reader's quiet hours: whoever asked for it does not take it for lost."""

from uuid import UUID

import msgspec

from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class HoldMail(msgspec.Struct, frozen=True):
    notification_id: UUID


async def hold_mail(command: HoldMail, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    uow.record(notification.hold())
    return notification
