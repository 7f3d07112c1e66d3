"""One reader of an issue: begun, ended, skipped."""

from uuid import UUID

import msgspec

from notifier.commands.addresses.silencing import mark
from notifier.domain.addresses.reports import Report, Verdict, status_of_answer
from notifier.domain.attempts import Outcome
from notifier.domain.letters.issue import Status
from notifier.domain.letters.recipient import Recipient
from notifier.domain.letters.refusals import IssueNotSending
from notifier.storage import queue
from notifier.storage.work import NotifierWork


class BeginRecipient(msgspec.Struct, frozen=True):
    """`address_trace` is the salted hash of where it goes."""

    recipient_id: UUID
    address_trace: str | None = None


class EndRecipient(msgspec.Struct, frozen=True, kw_only=True):
    recipient_id: UUID
    outcome: Outcome
    reason: str


class SkipRecipient(msgspec.Struct, frozen=True, kw_only=True):
    recipient_id: UUID
    reason: str


async def begin_recipient(command: BeginRecipient, uow: NotifierWork) -> Recipient:
    is_sending = await uow.issues.is_sending_to(command.recipient_id)
    recipient = await uow.recipients.get(command.recipient_id)
    if not recipient.is_open or not (recipient.is_test or is_sending):
        raise IssueNotSending
    recipient.begin(command.address_trace)
    return recipient


async def end_recipient(command: EndRecipient, uow: NotifierWork) -> Recipient:
    recipient = await uow.recipients.get(command.recipient_id)
    recipient.end(command.outcome, command.reason, at=uow.now)
    await follow(recipient, uow)
    status = status_of_answer(command.reason)
    if command.outcome is Outcome.PERMANENT_FAILURE and status and recipient.address_trace:
        account = await _account_of(recipient, uow)
        report = Report(Verdict.BOUNCED, status)
        await mark(recipient.address_trace, report, account=account, message_id=recipient.id, uow=uow)
    return recipient


async def skip_recipient(command: SkipRecipient, uow: NotifierWork) -> Recipient:
    await uow.issues.hold_of(command.recipient_id)
    recipient = await uow.recipients.get(command.recipient_id)
    recipient.skip(command.reason, at=uow.now)
    await follow(recipient, uow)
    return recipient


async def _account_of(recipient: Recipient, uow: NotifierWork) -> UUID | None:
    if recipient.subscriber_id is None:
        return recipient.account_id
    return (await uow.subscribers.get(recipient.subscriber_id)).account_id


async def follow(recipient: Recipient, uow: NotifierWork) -> None:
    """The queue, and the issue whose last reader this may have been."""
    due_at = recipient.due_at if recipient.is_open else None
    await queue.follow_id(uow.connection, recipient.id, due_at=due_at)
    if recipient.is_open or recipient.is_test or await uow.issues.has_rest(recipient.issue_id, but=recipient.id):
        return
    # Two who end at once may each see the other: `finish_issue` looks again in a moment.
    issue = await uow.issues.get(recipient.issue_id)
    if issue.status is Status.SENDING:
        uow.record(issue.finish(at=uow.now))
