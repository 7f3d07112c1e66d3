"""Somebody has read news: they count no longer as new for them."""

from uuid import UUID

import msgspec

from chassis.policies import must_be_signed_in
from notifier.storage.visibility import visible_ids
from notifier.storage.work import NotifierWork


class MarkPublicationsRead(msgspec.Struct, frozen=True, kw_only=True):
    """Without an id, all that this person can see."""

    publication_id: UUID | None = None


async def mark_publications_read(command: MarkPublicationsRead, uow: NotifierWork) -> None:
    account = must_be_signed_in(uow.actor)
    read = await visible_ids(uow.actor, uow.connection, at=uow.now, only=command.publication_id)
    await uow.publications.mark_read(account, read, at=uow.now)
