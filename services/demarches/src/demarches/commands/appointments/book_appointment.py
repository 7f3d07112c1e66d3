from datetime import datetime
from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.taking import (
    give_slot_back,
    offer_to_next,
    schedule_reminder,
    stop_waiting,
    take_slot,
)
from demarches.domain.appointments.booking import Booking
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import BookingChanged
from demarches.storage.appointments.calendars import calendar_kept_as_is
from demarches.storage.unit_of_work import DemarchesWork


class BookAppointment(Struct, frozen=True):
    """`instead_of`: the appointment that the page showed, None when it showed none."""

    dossier_id: UUID
    calendar_id: UUID
    starts_at: datetime
    instead_of: UUID | None = None


async def book_appointment(command: BookAppointment, uow: DemarchesWork) -> Booking:
    """Add one to a dossier that was sent, or move it: the new one and the end of the former are one transaction.

    The dossier's row is locked first, so two moves of one dossier come one after the other.
    """
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    dossier.must_be_open()
    rule = (await uow.definition_of(dossier)).must_take_appointments(command.calendar_id)
    former = await uow.bookings.confirmed_for(dossier.id)
    if (former.id if former else None) != command.instead_of:
        raise BookingChanged
    offered = await uow.bookings.held_for(dossier.id)
    if former is not None:
        kept = await calendar_kept_as_is(uow.connection, former.calendar_id)
        former.must_be_changeable(change_hours=kept.settings.change_hours, at=uow.now)
    booking, calendar = await take_slot(uow, dossier, rule, command.calendar_id, command.starts_at, instead_of=former)
    if former is None:
        uow.record(booking.confirm(at=uow.now), concerns=dossier.account)
    else:
        uow.record(booking.confirm_instead_of(former, at=uow.now), concerns=dossier.account)
    await schedule_reminder(uow, booking, calendar)
    await stop_waiting(uow, booking, dossier)
    if former is not None:
        await offer_to_next(uow, former)
    if offered is not None:
        offered.let_go(at=uow.now)
        await give_slot_back(uow, offered)
    return booking
