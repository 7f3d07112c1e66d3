"""Write a publication: a new one, or new words for one that exists."""

from datetime import datetime
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_match
from notifier.domain.publishing.content import Content, must_be_complete
from notifier.domain.publishing.publication import Kind, Publication
from notifier.storage.work import NotifierWork

TURN = "turn-publication"


class WritePublication(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` counts for a new one (without `publication_id`) alone. `version` is what the editor saw."""

    content: Content
    kind: Kind = Kind.NEWS
    publication_id: UUID | None = None
    version: int | None = None


async def write_publication(command: WritePublication, uow: NotifierWork) -> Publication:
    content = must_be_complete(command.content)
    if command.publication_id is None:
        return await _new(command.kind, content, uow)
    publication = await uow.publications.get(command.publication_id)
    must_match(publication.version, command.version)
    changed = publication.write(content, by=uow.actor.account, at=uow.now)
    if changed is not None:
        uow.record(changed)
        await follow_times(publication, uow)
    else:
        uow.note("publication.written", publication.id)
    return publication


async def _new(kind: Kind, content: Content, uow: NotifierWork) -> Publication:
    publication = Publication(
        id=new_id(),
        kind=kind,
        slug=await uow.publications.free_slug(kind, content.title),
        content=content,
        written_at=uow.now,
        written_by=uow.actor.account,
    )
    uow.note("publication.written", publication.id)
    return uow.publications.add(publication)


async def follow_times(publication: Publication, uow: NotifierWork) -> None:
    """Pages are told when it begins and when it ends to be shown, even if nobody is at work then."""
    moments: tuple[datetime | None, ...] = (publication.shown_from, publication.content.expires_at)
    for moment in moments:
        if moment is not None and moment > uow.now:
            await uow.schedule(TURN, publication.id, due_at=moment)
