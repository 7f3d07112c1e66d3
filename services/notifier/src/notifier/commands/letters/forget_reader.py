"""An address that was given for the letter goes when the letter does."""

from uuid import UUID

import msgspec
from sqlalchemy import update

from notifier.domain.letters.subscriber import CONFIRM_WITHIN, REGRETS_WITHIN, Subscriber
from notifier.storage.letter_tables import issue_recipients
from notifier.storage.work import NotifierWork

FORGET = "forget-reader"


class ForgetReader(msgspec.Struct, frozen=True):
    subscriber_id: UUID


async def forget_reader(command: ForgetReader, uow: NotifierWork) -> None:
    """Its timer rings after each request and each departure; what was asked or changed since then is looked at again."""
    subscriber = await uow.subscribers.find(uow.subscribers.table.c.id == command.subscriber_id)
    if subscriber is None or subscriber.email is None or not subscriber.is_over(at=uow.now):
        return
    subscriber.forget()
    copies = issue_recipients.c.subscriber_id == subscriber.id
    _ = await uow.connection.execute(update(issue_recipients).where(copies).values(address_trace=None))
    uow.note("subscription.forgotten", subscriber.id)


async def forget_later(subscriber: Subscriber, uow: NotifierWork) -> None:
    """By whoever asked, changed or left: an account's address is identity's to keep."""
    if subscriber.kind != "address":
        return
    waits = REGRETS_WITHIN if subscriber.confirmed_at is not None and subscriber.asked is None else CONFIRM_WITHIN
    await uow.schedule(FORGET, subscriber.id, due_at=uow.now + waits)
