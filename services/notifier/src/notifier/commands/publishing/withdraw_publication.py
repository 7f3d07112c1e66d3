"""Take a publication off the portal. Its words stay, and it may be published again."""

from uuid import UUID

import msgspec

from notifier.domain.publishing.publication import Publication
from notifier.storage.work import NotifierWork


class WithdrawPublication(msgspec.Struct, frozen=True):
    publication_id: UUID


async def withdraw_publication(command: WithdrawPublication, uow: NotifierWork) -> Publication:
    publication = await uow.publications.get(command.publication_id)
    uow.record(publication.withdraw())
    return publication
