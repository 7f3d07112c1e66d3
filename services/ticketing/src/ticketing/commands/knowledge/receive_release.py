import hashlib
from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_edit_articles
from ticketing.domain.refusals import ReleaseTooLarge
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork

LARGEST = 200 * 1024 * 1024


class ReceiveRelease(Struct, frozen=True):
    """`content` comes piece by piece, and is kept so."""

    article_id: UUID
    name: str
    media_type: str
    content: AsyncIterator[bytes]


class ReceivedFile(NamedTuple):
    id: UUID
    name: str
    size: int
    sha256: str


async def receive_release(command: ReceiveRelease, uow: TicketingWork) -> ReceivedFile:
    """The file of a release or a document, in the place of the one before. Size and SHA-256 are those of what arrived."""
    must_edit_articles(uow.actor)
    article = await uow.articles.get(command.article_id)
    file_id, digest, size, number, held = new_id(), hashlib.sha256(), 0, 0, bytearray()
    name = knowledge.plain_name(command.name)
    row = {"id": file_id, "article_id": article.id, "name": name, "media_type": command.media_type, "at": uow.now}
    await knowledge.begin_file(uow, {**row, "size": 0, "sha256": ""})
    async for part in command.content:
        digest.update(part)
        size += len(part)
        if size > LARGEST:
            raise ReleaseTooLarge
        held += part
        while len(held) >= knowledge.PIECE:
            await knowledge.add_piece(uow, file_id, number, bytes(held[: knowledge.PIECE]))
            del held[: knowledge.PIECE]
            number += 1
    if held:
        await knowledge.add_piece(uow, file_id, number, bytes(held))
    await knowledge.finish_file(uow, file_id, size, digest.hexdigest())
    await knowledge.drop_files(uow, article.id, but=file_id)
    article.changed_at = uow.now
    uow.note("ticketing.release.received", article.id)
    return ReceivedFile(file_id, name, size, digest.hexdigest())
