"""A person has read a notification, or all of them."""

from uuid import UUID

import msgspec

from chassis.policies import must_be_signed_in
from contracts.notifier import InboxChanged
from notifier.storage.work import NotifierWork


class ReadNotices(msgspec.Struct, frozen=True, kw_only=True):
    """Without an id, all of them."""

    notice_id: UUID | None = None


async def read_notices(command: ReadNotices, uow: NotifierWork) -> str:
    """Where the one that was read leads; nothing for all."""
    account = must_be_signed_in(uow.actor)
    if command.notice_id is None:
        if await uow.notices.read_all(account, at=uow.now):
            uow.record(InboxChanged(account_id=account), concerns=account)
        return ""
    notice = await uow.notices.of(command.notice_id, account)
    changed = notice.read(at=uow.now)
    if changed is not None:
        uow.record(changed, concerns=account)
    return notice.link
