"""What every message to an account leaves in its notification centre."""

from datetime import date

import msgspec

from notifier.commands.posting.letters import write_on_paper
from notifier.commands.pushing.push import push_notice
from notifier.commands.texting.texts import text_notice
from notifier.domain.inbox.notice import Notice
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre says of a message: its subject, and where it leads."""

    title: str
    link: str


async def arrive(
    notification: Notification, kind: str, shown: Shown, uow: NotifierWork, *, digest_on: date | None = None
) -> None:
    """Once, however often the message is tried."""
    account = notification.account
    if account is None:
        return
    notice = Notice(
        id=notification.id,
        account_id=account,
        kind=kind,
        title=shown.title,
        link=shown.link,
        created_at=uow.now,
        digest_on=digest_on,
    )
    if await uow.notices.arrive(notice):
        uow.record(notice.arrived(), concerns=account)
        await push_notice(notice, uow)
        await text_notice(notice, uow)
        await write_on_paper(notice, uow)
