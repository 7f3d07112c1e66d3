from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in
from demarches.commands.appointments.taking import give_slot_back
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import NotWaiting
from demarches.storage.unit_of_work import DemarchesWork


class LeaveWaitingList(Struct, frozen=True):
    dossier_id: UUID
    calendar_id: UUID


async def leave_waiting_list(command: LeaveWaitingList, uow: DemarchesWork) -> None:
    """A slot that was offered goes to the next one."""
    account = must_be_signed_in(uow.actor)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    entry = await uow.waiting.of(command.calendar_id, account)
    if entry is None:
        raise NotWaiting
    if entry.leave():
        offered = await uow.bookings.held_for(dossier.id)
        if offered is not None:
            offered.let_go(at=uow.now)
            await uow.waiting.save_changes()
            await give_slot_back(uow, offered)
