"""What a mail that came back, or that its reader did not want, does to the address."""

from uuid import UUID

from notifier.commands.addresses.tell_managers import plan_telling
from notifier.domain.addresses.reports import Report, Verdict, is_about_mailbox
from notifier.domain.inbox.notice import Notice
from notifier.storage.work import NotifierWork

NOTICE = "address_suppressed"
# The portal says it in the reader's language; this is what programs read.
_TITLE = "Votre adresse de courriel ne reçoit plus nos messages"
_LINK = "/mon-profil"


async def mark(trace: str, report: Report, *, account: UUID | None, message_id: UUID, uow: NotifierWork) -> None:
    """Whose address it is finds it in their notification centre: no mail could tell them."""
    if report.verdict is Verdict.BOUNCED and not is_about_mailbox(report.status):
        return
    suppression = await uow.suppressions.of(trace)
    if report.verdict is Verdict.COMPLAINED:
        suppressed = suppression.complain(account=account, message_id=message_id, at=uow.now)
    else:
        suppressed = suppression.strike(report.status, account=account, message_id=message_id, at=uow.now)
    if suppressed is None:
        return
    uow.record(suppressed, concerns=suppression.account_id)
    if suppression.account_id is not None:
        await plan_telling(suppression.id, uow)
    if suppression.account_id is not None and report.verdict is Verdict.BOUNCED:
        notice = Notice(
            id=suppression.id,
            account_id=suppression.account_id,
            kind=NOTICE,
            title=_TITLE,
            link=_LINK,
            created_at=uow.now,
        )
        await uow.notices.forget(notice.id)
        if await uow.notices.arrive(notice):
            uow.record(notice.arrived(), concerns=suppression.account_id)
