"""Forget whom an old message concerned."""

from uuid import UUID

import msgspec

from notifier.storage.work import NotifierWork


class PurgeNotification(msgspec.Struct, frozen=True):
    notification_id: UUID


async def purge_notification(command: PurgeNotification, uow: NotifierWork) -> None:
    notification = await uow.notifications.get(command.notification_id)
    if not notification.has_ended:
        notification.cancel(at=uow.now)
        await uow.follow(notification)
    await uow.notices.forget(notification.id)
    await uow.pushes.forget_of(notification.id)
    await uow.texts.forget_of(notification.id)
    await uow.postal_letters.forget_of(notification.id)
    await uow.asked.forget(notification.id)
    notification.purge(at=uow.now)
