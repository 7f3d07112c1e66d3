from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from demarches.domain.appointments.waiting import Waiting
from demarches.domain.policies import must_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class WaitForSlot(Struct, frozen=True):
    dossier_id: UUID
    calendar_id: UUID


async def wait_for_slot(command: WaitForSlot, uow: DemarchesWork) -> Waiting:
    """For a slot that comes free sooner. Asking twice is once. Needs a personal space: that is where one is told."""
    account = must_be_signed_in(uow.actor)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    dossier.must_take_pieces()
    _ = (await uow.definition_of(dossier)).must_take_appointments(command.calendar_id)
    known = await uow.waiting.of(command.calendar_id, account)
    if known is not None:
        return known
    entry = Waiting(
        id=new_id(),
        subject=command.calendar_id,
        account=account,
        locale=uow.actor.locale,
        joined_at=uow.now,
        dossier_id=dossier.id,
    )
    return uow.waiting.add(entry)
