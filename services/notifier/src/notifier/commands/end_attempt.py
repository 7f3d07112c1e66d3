"""Record what the provider answered."""

from uuid import UUID

import msgspec

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
        case Outcome.TEMPORARY_FAILURE | Outcome.TECHNICAL_FAILURE | Outcome.UNKNOWN:
            gave_up = notification.postpone(command.outcome, command.reason, at=uow.now)
            if gave_up is not None:
                uow.record(gave_up, concerns=notification.account)
    await uow.follow(notification)
    return notification
