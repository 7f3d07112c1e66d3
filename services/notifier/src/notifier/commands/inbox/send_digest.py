"""The hour of a person's digest has come."""

from uuid import UUID

import msgspec

from chassis import telemetry
from contracts.messages import Lane
from notifier.commands.plan_notification import planned
from notifier.domain.notification import Cause, recipient_of
from notifier.storage.work import NotifierWork

DUE = "notifier.digest.due.v1"


class SendDigest(msgspec.Struct, frozen=True):
    digest_id: UUID


async def send_digest(command: SendDigest, uow: NotifierWork) -> None:
    """Its id is the cause of the message, and one cause is one message: a timer that rings twice sends one."""
    digest = await uow.notices.digest(command.digest_id)
    if digest is None:
        return
    data = {"account_id": str(digest.account_id), "day": digest.day.isoformat()}
    cause = Cause(event_id=digest.id, type=DUE, about=digest.account_id, data=data)
    recipient = recipient_of(digest.account_id)
    _ = await planned(cause, Lane.SERVICE, recipient, telemetry.traceparent(), uow)
