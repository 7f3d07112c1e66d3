"""Throw a publication away, with its picture and its readings."""

from uuid import UUID

import msgspec

from notifier.storage.work import NotifierWork


class RemovePublication(msgspec.Struct, frozen=True):
    publication_id: UUID


async def remove_publication(command: RemovePublication, uow: NotifierWork) -> None:
    publication = await uow.publications.get(command.publication_id)
    publication.must_be_removable()
    await uow.publications.remove(publication)
    uow.note("publication.removed", publication.id)
