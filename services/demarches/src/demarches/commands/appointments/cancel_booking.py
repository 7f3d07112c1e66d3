from uuid import UUID

from msgspec import Struct

from chassis.refusals import Fault
from demarches.commands.appointments.taking import give_slot_back
from demarches.domain.appointments.booking import Booking, BookingStatus
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Side
from demarches.domain.policies import must_be_confirmed, must_be_side
from demarches.domain.refusals import AppointmentNeeded, ReasonsNeeded
from demarches.storage.appointments.calendars import calendar_kept_as_is
from demarches.storage.unit_of_work import DemarchesWork


class CancelBooking(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    booking_id: UUID
    confirmed: bool = False
    reason: str = ""


async def cancel_booking(command: CancelBooking, uow: DemarchesWork) -> Booking:
    """By its applicant, within the calendar's delay and where the appointment is optional; by an agent, with a reason."""
    dossier = await uow.dossiers.get(command.dossier_id)
    side = must_be_side(uow.actor, dossier)
    booking = await uow.bookings.of(dossier.id, command.booking_id)
    must_be_confirmed(command.confirmed)
    if dossier.is_draft and booking.status is BookingStatus.EXPIRED:
        booking.forgo(at=uow.now)
        return booking
    if side is Side.APPLICANT:
        rule = (await uow.definition_of(dossier)).must_take_appointments()
        if rule.mandatory and not dossier.is_draft and booking.confirmed_at is not None:
            raise AppointmentNeeded
        calendar = await calendar_kept_as_is(uow.connection, booking.calendar_id)
        booking.must_be_changeable(change_hours=calendar.settings.change_hours, at=uow.now)
    elif not command.reason.strip():
        raise ReasonsNeeded(faults=[Fault("/reason", "Dites pourquoi : le demandeur lira ce motif.", "missing")])
    uow.record(booking.cancel(by=str(side), reason=command.reason.strip(), at=uow.now), concerns=dossier.account)
    await give_slot_back(uow, booking)
    return booking


async def cancel_with_dossier(dossier: Dossier, uow: DemarchesWork, *, by: Side) -> None:
    """Nobody comes for what was withdrawn or refused: appointments to come are given back with the dossier."""
    for booking in (await uow.bookings.confirmed_for(dossier.id), await uow.bookings.held_for(dossier.id)):
        if booking is not None and booking.starts_at > uow.now:
            uow.record(booking.cancel(by=str(by), at=uow.now), concerns=dossier.account)
            await give_slot_back(uow, booking)
