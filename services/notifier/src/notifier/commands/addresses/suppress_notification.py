"""A message to an address that mails no longer go to: told in the notification centre alone."""

from uuid import UUID

import msgspec

from notifier.commands.inbox.arriving import Shown, arrive
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class SuppressNotification(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    template: str
    recipient: str
    shown: Shown


async def suppress_notification(command: SuppressNotification, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    notification.address(command.recipient)
    uow.record(notification.suppress(command.template, at=uow.now), concerns=notification.account)
    if command.template != "digest":
        await arrive(notification, command.template, command.shown, uow)
    await uow.follow(notification)
    return notification
