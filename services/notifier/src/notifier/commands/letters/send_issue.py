"""An issue on its way: scheduled, frozen, paused, resumed, cancelled, finished; and a test of it."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from notifier.domain.letters.issue import Block, Issue, Status, Words, must_be_sendable
from notifier.domain.letters.recipient import Recipient
from notifier.domain.letters.refusals import IssueNotFound
from notifier.domain.publishing.refusals import PublicationNotFound
from notifier.storage import queue
from notifier.storage.work import NotifierWork

FREEZE, FINISH = "freeze-issue", "finish-issue"
# The net under the last reader's own command, which may not see that it is the last.
LOOK_AGAIN = timedelta(seconds=5)


class ScheduleIssue(msgspec.Struct, frozen=True, kw_only=True):
    """Without a moment: now."""

    issue_id: UUID
    moment: datetime | None = None


class OfIssue(msgspec.Struct, frozen=True):
    issue_id: UUID


async def schedule_issue(command: ScheduleIssue, uow: NotifierWork) -> Issue:
    issue = await uow.issues.get(command.issue_id)
    moment = max(command.moment or uow.now, uow.now)
    uow.record(issue.schedule(moment))
    # Thousands of readers are listed by the worker: nobody waits for that in front of a page.
    if moment > uow.now or await uow.issues.has_many_readers(issue.words):
        await uow.schedule(FREEZE, issue.id, due_at=moment)
        return issue
    return await _freeze(issue, uow)


async def unschedule_issue(command: OfIssue, uow: NotifierWork) -> Issue:
    issue = await uow.issues.get(command.issue_id)
    uow.record(issue.unschedule())
    return issue


async def freeze_issue(command: OfIssue, uow: NotifierWork) -> None:
    """Its hour has come; one that was taken back, or put to another hour, is left alone."""
    try:
        issue = await uow.issues.get(command.issue_id)
    except IssueNotFound:
        return
    if issue.status is Status.SCHEDULED and issue.scheduled_at is not None and issue.scheduled_at <= uow.now:
        _ = await _freeze(issue, uow)


async def _freeze(issue: Issue, uow: NotifierWork) -> Issue:
    words = await _filled(issue.words, uow)
    audience = await uow.issues.freeze_audience(issue.id, words)
    uow.record(issue.freeze(audience, words, at=uow.now))
    if not audience:
        uow.record(issue.finish(at=uow.now))
        return issue
    await uow.issues.enqueue_rest(issue.id, at=uow.now)
    await uow.schedule(FINISH, issue.id, due_at=uow.now + LOOK_AGAIN)
    return issue


async def _filled(words: Words, uow: NotifierWork) -> Words:
    """Excerpts say what their publications say now: every reader of this issue reads the same."""
    blocks: list[Block] = []
    for block in words.blocks:
        if block.kind != "excerpt" or block.publication_id is None:
            blocks.append(block)
            continue
        try:
            told = await uow.publications.get(block.publication_id)
        except PublicationNotFound:
            continue
        path = "actualites" if told.kind == "news" else "infos-pratiques"
        filled = msgspec.structs.replace(
            block, title=told.content.title, text=told.content.summary, url=f"/{path}/{told.slug}"
        )
        blocks.append(filled)
    return msgspec.structs.replace(words, blocks=tuple(blocks))


async def pause_issue(command: OfIssue, uow: NotifierWork) -> Issue:
    issue = await uow.issues.get(command.issue_id)
    uow.record(issue.pause())
    await uow.issues.leave_queue(issue.id)
    return issue


async def resume_issue(command: OfIssue, uow: NotifierWork) -> Issue:
    issue = await uow.issues.get(command.issue_id)
    uow.record(issue.resume())
    await uow.issues.enqueue_rest(issue.id, at=uow.now)
    await uow.schedule(FINISH, issue.id, due_at=uow.now + LOOK_AGAIN)
    return issue


async def cancel_issue(command: OfIssue, uow: NotifierWork) -> Issue:
    issue = await uow.issues.get(command.issue_id)
    uow.record(issue.cancel(at=uow.now))
    await uow.issues.leave_queue(issue.id)
    await uow.issues.skip_rest(issue.id, at=uow.now)
    return issue


async def finish_issue(command: OfIssue, uow: NotifierWork) -> None:
    """When nobody is left, it is sent; else it is looked at again."""
    try:
        issue = await uow.issues.get(command.issue_id)
    except IssueNotFound:
        return
    if issue.status is not Status.SENDING:
        return
    if await uow.issues.has_rest(issue.id):
        await uow.issues.enqueue_rest(issue.id, at=uow.now)
        await uow.schedule(FINISH, issue.id, due_at=uow.now + LOOK_AGAIN)
    else:
        uow.record(issue.finish(at=uow.now))


async def test_issue(command: OfIssue, uow: NotifierWork) -> None:
    """To whoever asks, as it is now; it counts for nothing."""
    issue = await uow.issues.get(command.issue_id)
    must_be_sendable(issue.words)
    account = must_be_signed_in(uow.actor)
    reader = Recipient(id=new_id(), issue_id=issue.id, subscriber_id=None, account_id=account, is_test=True)
    _ = uow.recipients.add(reader)
    await queue.enqueue_id(uow.connection, reader.id, queue.BULK, due_at=uow.now)
    uow.note("issue.tested", issue.id)
