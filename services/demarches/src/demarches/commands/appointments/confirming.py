"""The appointment of a draft becomes firm with its submission."""

from demarches.commands.appointments.taking import schedule_reminder, stop_waiting, take_slot
from demarches.domain.appointments.booking import Booking
from demarches.domain.definition import Appointment, Definition
from demarches.domain.dossier import Dossier
from demarches.domain.refusals import AppointmentMissing, SlotNotOffered, SlotTaken
from demarches.storage.appointments.calendars import calendar_kept_as_is
from demarches.storage.unit_of_work import DemarchesWork

GONE = "Le créneau que vous aviez choisi n’est plus gardé et quelqu’un d’autre l’a pris. Choisissez-en un autre."


async def confirm_appointment(dossier: Dossier, definition: Definition, uow: DemarchesWork) -> None:
    """Raises AppointmentMissing. A slot whose ten minutes are over is taken again while it is free."""
    rule = definition.appointment
    if rule is None:
        return
    booking = await uow.bookings.held_for(dossier.id)
    if booking is None:
        booking = await _taken_again(dossier, rule, uow)
    if booking is None:
        if rule.mandatory:
            raise AppointmentMissing
        return
    uow.record(booking.confirm(at=uow.now), concerns=dossier.account)
    await schedule_reminder(uow, booking, await calendar_kept_as_is(uow.connection, booking.calendar_id))
    await stop_waiting(uow, booking, dossier)


async def _taken_again(dossier: Dossier, rule: Appointment, uow: DemarchesWork) -> Booking | None:
    expired = await uow.bookings.last_expired_for(dossier.id)
    if expired is None:
        return None
    try:
        booking, _ = await take_slot(uow, dossier, rule, expired.calendar_id, expired.starts_at)
    except (SlotNotOffered, SlotTaken) as gone:
        raise SlotTaken(GONE) from gone
    return booking
