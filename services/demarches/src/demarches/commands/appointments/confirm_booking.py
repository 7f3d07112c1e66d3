from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.taking import give_slot_back, schedule_reminder, stop_waiting
from demarches.domain.appointments.booking import Booking
from demarches.domain.policies import must_be_applicant
from demarches.storage.appointments.calendars import calendar_kept_as_is
from demarches.storage.unit_of_work import DemarchesWork


class ConfirmBooking(Struct, frozen=True):
    dossier_id: UUID
    booking_id: UUID


async def confirm_booking(command: ConfirmBooking, uow: DemarchesWork) -> Booking:
    """Say yes to a slot that was offered to a dossier already sent; it takes the place of the present appointment."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    dossier.must_be_open()
    former = await uow.bookings.confirmed_for(dossier.id)
    booking = await uow.bookings.of(dossier.id, command.booking_id)
    if former is None or former is booking:
        uow.record(booking.confirm(at=uow.now), concerns=dossier.account)
    else:
        uow.record(booking.confirm_instead_of(former, at=uow.now), concerns=dossier.account)
        await give_slot_back(uow, former)
    await schedule_reminder(uow, booking, await calendar_kept_as_is(uow.connection, booking.calendar_id))
    await stop_waiting(uow, booking, dossier)
    return booking
