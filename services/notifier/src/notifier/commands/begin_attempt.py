"""Say « sending » before the provider is called: whoever dies in between is found out."""

from uuid import UUID

import msgspec

from notifier.commands.inbox.arriving import Shown, arrive
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class BeginAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """`recipient` is the key by which we know the person; `address_trace` the salted hash of where it goes;
    `shown` what the person's notification centre says of it."""

    notification_id: UUID
    provider: str
    template: str
    recipient: str
    address_trace: str | None
    message_id: str
    shown: Shown | None = None


async def begin_attempt(command: BeginAttempt, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    notification.address(command.recipient)
    notification.begin(provider=command.provider, template=command.template, message_id=command.message_id, at=uow.now)
    notification.address_trace = command.address_trace
    if command.shown is not None:
        await arrive(notification, command.template, command.shown, uow)
    return notification
