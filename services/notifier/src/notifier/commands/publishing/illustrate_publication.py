"""Give a publication its picture, or take it away."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.publishing.publication import Publication
from notifier.storage.work import NotifierWork


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """As it is kept: written again by us, whatever was sent (`notifier.publishing.pictures`)."""

    content: bytes
    media_type: str
    width: int
    height: int


class IllustratePublication(msgspec.Struct, frozen=True, kw_only=True):
    publication_id: UUID
    picture: Picture | None


async def illustrate_publication(command: IllustratePublication, uow: NotifierWork) -> Publication:
    publication = await uow.publications.get(command.publication_id)
    before, picture = publication.picture_id, command.picture
    made = new_id() if picture is not None else None
    if picture is not None and made is not None:
        size = (picture.width, picture.height)
        await uow.publications.keep_picture(made, picture.content, media_type=picture.media_type, size=size, at=uow.now)
    changed = publication.illustrate(made)
    if before is not None:
        await uow.publications.forget_picture(before)
    if changed is not None:
        uow.record(changed)
    else:
        uow.note("publication.illustrated", publication.id)
    return publication
