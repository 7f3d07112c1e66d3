from uuid import UUID

from msgspec import Struct

from demarches.commands.catalogue.places import give_place_back
from demarches.storage.unit_of_work import DemarchesWork


class PassPlaceOn(Struct, frozen=True):
    waiting_id: UUID


async def pass_place_on(command: PassPlaceOn, uow: DemarchesWork) -> None:
    """Whoever let two days pass leaves the list, and the place goes to the next."""
    entry = await uow.waiting.get(command.waiting_id)
    if not entry.is_due_to_pass(uow.now):
        return
    entry.pass_on()
    await uow.waiting.save_changes()
    await give_place_back(uow, entry.subject)
