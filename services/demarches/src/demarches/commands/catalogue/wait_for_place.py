from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from demarches.domain.appointments.waiting import Waiting
from demarches.domain.refusals import PlacesLeft
from demarches.storage import definitions, quotas
from demarches.storage.unit_of_work import DemarchesWork


class WaitForPlace(Struct, frozen=True):
    demarche: str


async def wait_for_place(command: WaitForPlace, uow: DemarchesWork) -> Waiting:
    """Once its quota is reached, whoever has a personal space waits in turn. Asking twice is once."""
    account = must_be_signed_in(uow.actor)
    demarche = await definitions.current(uow.connection, command.demarche)
    demarche.definition.must_be_open(uow.now)
    known = await uow.waiting.of(demarche.demarche_id, account)
    if known is not None:
        return known
    if not await quotas.is_full(uow.connection, demarche.demarche_id):
        raise PlacesLeft
    entry = Waiting(
        id=new_id(), subject=demarche.demarche_id, account=account, locale=uow.actor.locale, joined_at=uow.now
    )
    return uow.waiting.add(entry)
