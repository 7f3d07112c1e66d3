"""The organisation's access was suspended: none of its letters leaves until somebody who may sends it again."""

from uuid import UUID

import msgspec

from notifier.storage.work import NotifierWork


class HoldLetters(msgspec.Struct, frozen=True):
    organisation_id: UUID


async def hold_letters(_: HoldLetters, uow: NotifierWork) -> None:
    """They do not go on with the access: the day they were written for may be over, and the access may have been suspended
    because of who wrote them."""
    for issue_id in await uow.issues.under_way():
        issue = await uow.issues.get(issue_id)
        held = issue.hold(at=uow.now)
        if held is not None:
            uow.record(held)
            await uow.issues.leave_queue(issue.id)
