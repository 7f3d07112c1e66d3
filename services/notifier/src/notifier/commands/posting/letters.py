"""A letter on paper: because somebody asked for it, or because mails come back; withdrawn; brought back by the post."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.inbox.notice import Notice
from notifier.domain.notification import Notification
from notifier.domain.posting.postal_letter import ON_PAPER, Because, PostalLetter
from notifier.domain.posting.refusals import NothingToWrite
from notifier.storage.work import NotifierWork


class WriteToAccount(msgspec.Struct, frozen=True, kw_only=True):
    """`notification_ids` are messages to this account that did not arrive."""

    account_id: UUID
    notification_ids: tuple[UUID, ...]


class OfPostalLetter(msgspec.Struct, frozen=True):
    letter_id: UUID


async def write_on_paper(notice: Notice, uow: NotifierWork) -> None:
    """To who asked for letters of this kind, where the town offers them."""
    preferences = await uow.preferences.kept(notice.account_id)
    if preferences.is_on_paper(notice.kind) and await uow.post_offices.is_offered():
        _ = await _written(notice.id, notice.account_id, notice.kind, Because.ASKED, uow)


async def write_to_account(command: WriteToAccount, uow: NotifierWork) -> int:
    """How many letters are new. Raises `NothingToWrite`."""
    written = 0
    for notification_id in command.notification_ids:
        notification = await uow.notifications.get(notification_id)
        if _is_theirs(notification, command.account_id):
            kind = notification.template or ""
            written += await _written(notification.id, command.account_id, kind, Because.RETURNS, uow)
    if not written:
        raise NothingToWrite
    uow.note("postal_letter.written", command.account_id, concerns=command.account_id)
    return written


async def withdraw_letter(command: OfPostalLetter, uow: NotifierWork) -> PostalLetter:
    letter = await uow.postal_letters.get(command.letter_id)
    letter.withdraw(at=uow.now)
    uow.note("postal_letter.withdrawn", letter.id, concerns=letter.account_id)
    return letter


async def return_letter(command: OfPostalLetter, uow: NotifierWork) -> PostalLetter:
    """The post brought it back: nobody of this name lives there."""
    letter = await uow.postal_letters.get(command.letter_id)
    letter.come_back(at=uow.now)
    uow.note("postal_letter.returned", letter.id, concerns=letter.account_id)
    return letter


def _is_theirs(notification: Notification, account_id: UUID) -> bool:
    return notification.account == account_id and notification.template in ON_PAPER


async def _written(notification_id: UUID, account_id: UUID, kind: str, because: Because, uow: NotifierWork) -> bool:
    letter = PostalLetter(
        id=new_id(),
        notification_id=notification_id,
        account_id=account_id,
        kind=kind,
        because=because,
        created_at=uow.now,
    )
    return await uow.postal_letters.arrive(letter)
