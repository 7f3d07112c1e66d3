"""The hour at which a publication begins or ends to be shown: nobody acts, and pages change."""

from uuid import UUID

import msgspec

from notifier.domain.publishing.refusals import PublicationNotFound
from notifier.storage.work import NotifierWork


class TurnPublication(msgspec.Struct, frozen=True):
    publication_id: UUID


async def turn_publication(command: TurnPublication, uow: NotifierWork) -> None:
    """One that was thrown away meanwhile has nothing to tell."""
    try:
        publication = await uow.publications.get(command.publication_id)
    except PublicationNotFound:
        return
    uow.record(publication.turned())
