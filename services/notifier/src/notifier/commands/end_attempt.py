"""Record what the provider answered."""

from uuid import UUID

import msgspec

from notifier.commands.addresses.silencing import mark
from notifier.domain.addresses.reports import Report, Verdict, status_of_answer
from notifier.domain.attempts import Outcome
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class EndAttempt(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    outcome: Outcome
    reason: str


async def end_attempt(command: EndAttempt, uow: NotifierWork) -> Notification:
    notification = await uow.notifications.get(command.notification_id)
    match command.outcome:
        case Outcome.ACCEPTED:
            uow.record(notification.accept(command.reason, at=uow.now), concerns=notification.account)
        case Outcome.PERMANENT_FAILURE:
            uow.record(notification.refuse(command.reason, at=uow.now), concerns=notification.account)
            await _strike(notification, command.reason, uow)
        case Outcome.TEMPORARY_FAILURE | Outcome.TECHNICAL_FAILURE | Outcome.UNKNOWN:
            gave_up = notification.postpone(command.outcome, command.reason, at=uow.now)
            if gave_up is not None:
                uow.record(gave_up, concerns=notification.account)
    await uow.follow(notification)
    return notification


async def _strike(notification: Notification, reason: str, uow: NotifierWork) -> None:
    """Refused at the door is the same as come back."""
    status = status_of_answer(reason)
    if status is None or notification.address_trace is None:
        return
    report = Report(Verdict.BOUNCED, status)
    await mark(notification.address_trace, report, account=notification.account, message_id=notification.id, uow=uow)
