"""Write an issue, throw one away."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_match
from notifier.domain.letters.issue import Issue, Words
from notifier.storage.work import NotifierWork


class WriteIssue(msgspec.Struct, frozen=True, kw_only=True):
    words: Words
    issue_id: UUID | None = None
    version: int | None = None


class RemoveIssue(msgspec.Struct, frozen=True):
    issue_id: UUID


async def write_issue(command: WriteIssue, uow: NotifierWork) -> Issue:
    """A draft may be as incomplete as one likes; it is judged when it is to leave."""
    if command.issue_id is None:
        made = Issue(id=new_id(), words=command.words, written_at=uow.now, written_by=uow.actor.account)
        uow.note("issue.written", made.id)
        return uow.issues.add(made)
    issue = await uow.issues.get(command.issue_id)
    must_match(issue.version, command.version)
    issue.write(command.words, by=uow.actor.account, at=uow.now)
    uow.note("issue.written", issue.id)
    return issue


async def remove_issue(command: RemoveIssue, uow: NotifierWork) -> None:
    issue = await uow.issues.get(command.issue_id)
    issue.must_be_removable()
    await uow.issues.remove(issue)
    uow.note("issue.removed", issue.id)
