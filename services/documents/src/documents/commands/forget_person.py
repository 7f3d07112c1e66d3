"""An account was erased: the safe goes with its key, now; what dossiers hold stays for its legal term."""

from typing import NamedTuple
from uuid import UUID

from documents.commands.destroy_safe import DestroySafe, destroy_safe
from documents.domain.refusals import SafeNotFound
from documents.storage.unit_of_work import DocumentsWork


class ForgetPerson(NamedTuple):
    account_id: UUID


async def forget_person(command: ForgetPerson, uow: DocumentsWork) -> None:
    await uow.safes.enter(command.account_id)
    try:
        await destroy_safe(DestroySafe(command.account_id), uow)
    except SafeNotFound:
        # Who never kept anything has no safe.
        return
