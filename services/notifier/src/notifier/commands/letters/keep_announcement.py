"""A page of the knowledge base was published: the next letter may announce it."""

from datetime import datetime
from uuid import UUID

import msgspec

from notifier.storage import announcements
from notifier.storage.work import NotifierWork


class KeepAnnouncement(msgspec.Struct, frozen=True, kw_only=True):
    article_id: UUID
    number: int
    at: datetime


async def keep_announcement(command: KeepAnnouncement, uow: NotifierWork) -> None:
    await announcements.keep(uow, command.article_id, command.number, command.at)
