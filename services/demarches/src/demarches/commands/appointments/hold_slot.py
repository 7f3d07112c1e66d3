from datetime import datetime
from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.taking import take_slot
from demarches.domain.appointments.booking import Booking
from demarches.domain.policies import must_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class HoldSlot(Struct, frozen=True):
    dossier_id: UUID
    calendar_id: UUID
    starts_at: datetime


async def hold_slot(command: HoldSlot, uow: DemarchesWork) -> Booking:
    """Kept for a draft for ten minutes; submitting confirms it. Choosing again lets go of what was chosen before."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    dossier.must_be_draft()
    rule = (await uow.definition_of(dossier)).must_take_appointments(command.calendar_id)
    former = await uow.bookings.held_for(dossier.id)
    booking, _ = await take_slot(uow, dossier, rule, command.calendar_id, command.starts_at, instead_of=former)
    if former is not None:
        former.let_go(at=uow.now)
    uow.record(booking.held(), concerns=dossier.account)
    return booking
