"""The appointments of a dossier, those that were cancelled too."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.appointments.booking import Booking, BookingStatus, Origin
from demarches.domain.definition import Definition
from demarches.domain.dossier import OPEN, Dossier
from demarches.queries.appointments.calendars import calendar_view, calendars_in
from demarches.queries.appointments.views import BookingView, CalendarView
from demarches.queries.words import translation
from demarches.storage.appointments.bookings import booking_of
from demarches.storage.tables import bookings

SHOWN = (BookingStatus.HELD, BookingStatus.CONFIRMED, BookingStatus.CANCELLED, BookingStatus.MOVED)


async def bookings_of(
    connection: AsyncConnection, dossier: Dossier, definition: Definition, locale: str, *, at: datetime
) -> list[BookingView]:
    """Newest first. A hold that ran out was never an appointment."""
    c = bookings.c
    chosen = select(bookings).where(c.dossier_id == dossier.id, c.status.in_(SHOWN)).order_by(c.id.desc())
    found = [booking_of(row) for row in await connection.execute(chosen)]
    known = await calendars_in(connection, {booking.calendar_id for booking in found})
    shown = {key: calendar_view(calendar, venue, locale) for key, (calendar, venue) in known.items()}
    mandatory = definition.appointment is not None and definition.appointment.mandatory
    return [_view(b, shown[b.calendar_id], dossier, mandatory, locale, at) for b in found if b.calendar_id in shown]


def _view(
    booking: Booking, calendar: CalendarView, dossier: Dossier, mandatory: bool, locale: str, at: datetime
) -> BookingView:
    _ = translation(locale)
    past = booking.status is BookingStatus.CONFIRMED and booking.ends_at <= at
    word, tone = {
        BookingStatus.HELD: (_("Gardé pour vous"), "waiting"),
        BookingStatus.CONFIRMED: (_("Passé"), "archived") if past else (_("Confirmé"), "done"),
        BookingStatus.CANCELLED: (_("Annulé"), "archived"),
        BookingStatus.MOVED: (_("Annulé"), "archived"),
    }[booking.status]
    in_time = booking.is_active and booking.starts_at >= at + timedelta(hours=calendar.change_hours)
    may = in_time and (dossier.is_draft or dossier.status in OPEN)
    return BookingView(
        id=booking.id,
        status=str(booking.status),
        word=word,
        tone=tone,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        held_until=booking.held_until,
        offered=booking.origin is Origin.OFFERED,
        reason=booking.reason,
        calendar=calendar,
        may_change=may,
        may_cancel=may and not (mandatory and booking.status is BookingStatus.CONFIRMED),
    )


async def booking_of_dossier(connection: AsyncConnection, dossier_id: UUID, booking_id: UUID) -> Booking | None:
    c = bookings.c
    chosen = select(bookings).where(c.dossier_id == dossier_id, c.id == booking_id)
    row = (await connection.execute(chosen)).one_or_none()
    return None if row is None else booking_of(row)
