"""The small picture of a file of one's safe."""

from typing import NamedTuple
from uuid import UUID

from documents.domain import keys, policies
from documents.domain.refusals import FileNotFound
from documents.storage.unit_of_work import DocumentsWork


class ShowThumbnail(NamedTuple):
    file_id: UUID


async def show_thumbnail(command: ShowThumbnail, uow: DocumentsWork) -> bytes:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    held = await uow.safes.held(safe, command.file_id)
    file = await uow.files.get(held.file_id)
    file.must_be_readable_by(owner)
    sealed = await uow.files.thumbnail_of(file)
    if sealed is None:
        raise FileNotFound
    key = await uow.safes.file_key(safe, held)
    return keys.unwrap(sealed, under=key, name=keys.thumbnail_name(file.id))
