"""An account is erased: what is kept here of the person goes with it. The fact that a message left stays."""

from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update

from notifier.domain.notification import recipient_of
from notifier.storage.inboxes import digests, notices, preferences
from notifier.storage.letter_tables import issue_recipients, subscribers
from notifier.storage.publishing import publication_readings
from notifier.storage.tables import notifications
from notifier.storage.work import NotifierWork

_r = issue_recipients.c


class ForgetAccount(msgspec.Struct, frozen=True):
    account_id: UUID


async def forget_account(command: ForgetAccount, uow: NotifierWork) -> int:
    """How many messages were to them."""
    account, execute = command.account_id, uow.connection.execute
    mine = select(notifications.c.id).where(notifications.c.recipient == recipient_of(account))
    told = (await uow.connection.scalars(mine)).all()
    for notification_id in told:
        notification = await uow.notifications.get(notification_id)
        if not notification.has_ended:
            notification.cancel(at=uow.now)
            await uow.follow(notification)
        notification.purge(at=uow.now)
    reader = select(subscribers.c.id).where(subscribers.c.account_id == account)
    copies = (_r.account_id == account) | _r.subscriber_id.in_(reader)
    # A letter's figures stay true: a copy without its reader, who is skipped if it has not left yet.
    _ = await execute(update(issue_recipients).where(copies).values(account_id=None, address_trace=None))
    _ = await execute(delete(subscribers).where(subscribers.c.account_id == account))
    for table in (notices, digests, publication_readings):
        _ = await execute(delete(table).where(table.c.account_id == account))
    _ = await execute(delete(preferences).where(preferences.c.id == account))
    _ = await uow.devices.forget_account(account)
    _ = await uow.texts.forget_account(account)
    _ = await uow.postal_letters.forget_account(account)
    await uow.suppressions.forget_account(account)
    uow.note("account.forgotten", account)
    return len(told)
