"""One event concerns several people: each gets a message of their own, and sees nothing of the others."""

from uuid import UUID

import msgspec

from notifier.commands.plan_notification import plan_also
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class AddressNotification(msgspec.Struct, frozen=True, kw_only=True):
    """`recipients` are the keys by which we know them, the first for this notification."""

    notification_id: UUID
    recipients: tuple[str, ...]


async def address_notification(command: AddressNotification, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    first, *others = command.recipients
    notification.address(first)
    for other in others:
        _ = await plan_also(notification, other, uow)
    return notification
