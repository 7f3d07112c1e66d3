"""Put a publication on the portal, at once or at its hour."""

from uuid import UUID

import msgspec

from notifier.commands.publishing.write_publication import follow_times
from notifier.domain.publishing.publication import Publication
from notifier.storage.work import NotifierWork


class PublishPublication(msgspec.Struct, frozen=True):
    publication_id: UUID


async def publish_publication(command: PublishPublication, uow: NotifierWork) -> Publication:
    publication = await uow.publications.get(command.publication_id)
    uow.record(publication.publish(at=uow.now))
    await follow_times(publication, uow)
    return publication
