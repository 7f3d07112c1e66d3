from msgspec import Struct

from chassis.policies import must_be_signed_in
from demarches.commands.catalogue.places import give_place_back
from demarches.domain.refusals import NotWaiting
from demarches.storage import definitions
from demarches.storage.unit_of_work import DemarchesWork


class StopWaitingForPlace(Struct, frozen=True):
    demarche: str


async def stop_waiting_for_place(command: StopWaitingForPlace, uow: DemarchesWork) -> None:
    """A place that was offered goes to the next one."""
    account = must_be_signed_in(uow.actor)
    demarche = await definitions.current(uow.connection, command.demarche)
    entry = await uow.waiting.of(demarche.demarche_id, account)
    if entry is None:
        raise NotWaiting
    if entry.leave():
        await uow.waiting.save_changes()
        await give_place_back(uow, demarche.demarche_id)
