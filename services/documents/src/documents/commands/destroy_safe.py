"""Destroy the key of a safe: nothing in it can be read again, here or in any backup."""

from typing import NamedTuple
from uuid import UUID

from contracts.documents import SafeDestroyed
from documents.storage.unit_of_work import DocumentsWork


class DestroySafe(NamedTuple):
    owner_id: UUID


async def destroy_safe(command: DestroySafe, uow: DocumentsWork) -> None:
    """Runs with the owner as the actor's subject, since rows of a safe exist for nobody else. It opens no key.

    The key goes last and cannot come back: where the transaction fails after that, running this again ends the work.
    """
    safe = await uow.safes.get(command.owner_id)
    for held in await uow.safes.everything(safe):
        await uow.safes.let_go(held)
    await uow.calendar.forget_all_of(safe.id)
    await uow.safes.destroy(safe)
    uow.record(SafeDestroyed(owner_id=safe.id), concerns=safe.id)
    uow.keys.destroy_safe_key(safe)
