"""Record that the message could not be written."""

from uuid import UUID

import msgspec

from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class RecordStumble(msgspec.Struct, frozen=True, kw_only=True):
    """`reason` is a status (« missing-value:link »), for whoever mends it; `hopeless`: time alone will not."""

    notification_id: UUID
    reason: str
    hopeless: bool = False


async def record_stumble(command: RecordStumble, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    gave_up = notification.stumble(command.reason, hopeless=command.hopeless, at=uow.now)
    if gave_up is not None:
        uow.record(gave_up, concerns=notification.account)
    await uow.follow(notification)
    return notification
