"""A file sent to a safe and never put into a piece goes after a day."""

from typing import NamedTuple
from uuid import UUID

from documents.domain.refusals import FileNotFound
from documents.storage.unit_of_work import DocumentsWork


class ExpireUnattachedFile(NamedTuple):
    file_id: UUID


async def expire_unattached_file(command: ExpireUnattachedFile, uow: DocumentsWork) -> None:
    try:
        file = await uow.files.get(command.file_id)
    except FileNotFound:
        return
    if file.keep_until is not None and file.keep_until <= uow.now:
        await uow.files.purge(file)
