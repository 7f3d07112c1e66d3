"""A server tells what became of a mail after it had left."""

from uuid import UUID

import msgspec

from notifier.commands.addresses.silencing import mark
from notifier.commands.letters.reach_recipient import follow
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.letters.refusals import SubscriptionNotFound
from notifier.domain.notification import Notification
from notifier.domain.refusals import NotificationNotFound
from notifier.storage.work import NotifierWork

MARKING = (Verdict.BOUNCED, Verdict.COMPLAINED)


class HearReport(msgspec.Struct, frozen=True, kw_only=True):
    """`message_id` is a notification's, or that of a reader's copy of a letter."""

    message_id: UUID
    verdict: Verdict
    status: str = ""


async def hear_report(command: HearReport, uow: NotifierWork) -> None:
    """Raises `NotificationNotFound`, and `ReportTooEarly` for who will tell it again."""
    report = Report(command.verdict, command.status)
    try:
        notification = await uow.notifications.get(command.message_id)
    except NotificationNotFound:
        await _of_letter(command.message_id, report, uow)
        return
    await _of_notification(notification, report, uow)


async def _of_notification(notification: Notification, report: Report, uow: NotifierWork) -> None:
    before = _said(notification)
    fact = notification.hear(report, at=uow.now)
    if _said(notification) == before:
        return
    if fact is not None:
        uow.record(fact, concerns=notification.account)
    else:
        uow.note(f"notification.{report.verdict}", notification.id, concerns=notification.account)
    await uow.follow(notification)
    if report.verdict in MARKING and notification.address_trace is not None:
        await mark(
            notification.address_trace, report, account=notification.account, message_id=notification.id, uow=uow
        )


def _said(notification: Notification) -> str | None:
    return notification.attempts[-1].reported if notification.attempts else None


async def _of_letter(recipient_id: UUID, report: Report, uow: NotifierWork) -> None:
    recipient = await uow.recipients.find(uow.recipients.table.c.id == recipient_id)
    if recipient is None:
        raise NotificationNotFound
    if not recipient.hear(report, at=uow.now):
        return
    await follow(recipient, uow)
    uow.note(f"letter.{report.verdict}", recipient.id)
    account = recipient.account_id
    if recipient.subscriber_id is not None:
        account = await _reader(recipient.subscriber_id, recipient.issue_id, report, uow)
    if recipient.address_trace is not None:
        await mark(recipient.address_trace, report, account=account, message_id=recipient.id, uow=uow)


async def _reader(subscriber_id: UUID, issue_id: UUID, report: Report, uow: NotifierWork) -> UUID | None:
    """Whose address it is. Who calls a letter unwanted has left it."""
    try:
        subscriber = await uow.subscribers.get(subscriber_id)
    except SubscriptionNotFound:
        return None
    if report.verdict is Verdict.COMPLAINED:
        subscriber.leave(issue_id, at=uow.now)
    return subscriber.account_id
