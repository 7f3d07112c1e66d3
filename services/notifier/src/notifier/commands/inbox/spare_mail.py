"""A message that its reader wants in the notification centre alone, or in the digest of the day."""

from datetime import datetime
from uuid import UUID

import msgspec

from notifier.commands.inbox.arriving import Shown, arrive
from notifier.domain.inbox.preferences import day_of, digest_id
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork

DIGEST = "send-digest"


class SpareMail(msgspec.Struct, frozen=True, kw_only=True):
    """`digest_at`: when the digest leaves that tells it; None for a message that is not to be told by mail."""

    notification_id: UUID
    template: str
    recipient: str
    shown: Shown
    digest_at: datetime | None = None


async def spare_mail(command: SpareMail, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    notification.address(command.recipient)
    withheld = notification.spare(command.template, digest=command.digest_at is not None, at=uow.now)
    account = notification.account
    assert account is not None
    uow.record(withheld, concerns=account)
    day = day_of(command.digest_at) if command.digest_at else None
    await arrive(notification, command.template, command.shown, uow, digest_on=day)
    if command.digest_at is not None and day is not None:
        planned = digest_id(account, day)
        if await uow.notices.plan_digest(planned, account, day, due_at=command.digest_at):
            await uow.schedule(DIGEST, planned, due_at=command.digest_at)
    await uow.follow(notification)
    return notification
