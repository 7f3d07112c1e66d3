"""The appointments of a dossier, those that were cancelled too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.together import Together
from demarches.domain.appointments.booking import Booking, BookingStatus, Origin
from demarches.domain.definition import Definition
from demarches.domain.dossier import OPEN, Dossier
from demarches.queries.appointments.calendars import CALENDARS, calendar_view, calendars_among
from demarches.queries.appointments.views import BookingView, CalendarView
from demarches.queries.words import translation
from demarches.storage.appointments.bookings import booking_of
from demarches.storage.tables import bookings, calendars

SHOWN = (
    BookingStatus.HELD,
    BookingStatus.CONFIRMED,
    BookingStatus.CANCELLED,
    BookingStatus.MOVED,
    BookingStatus.EXPIRED,
)

_c = bookings.c
_of_dossier = _c.dossier_id == bindparam("dossier_id")
# Named one by one: the values of an `in` would make a text of their own.
_is_shown = or_(*(_c.status == str(status) for status in SHOWN))
BOOKED = {
    "bookings": select(bookings).where(_of_dossier, _is_shown).order_by(_c.id.desc()),
    "calendars": CALENDARS.where(calendars.c.id.in_(select(_c.calendar_id).where(_of_dossier))),
}
_TOGETHER = Together(BOOKED)


async def bookings_of(
    connection: AsyncConnection, dossier: Dossier, definition: Definition, locale: str, *, at: datetime
) -> list[BookingView]:
    answers = await _TOGETHER.ask(connection, {"dossier_id": dossier.id})
    return bookings_in(answers["bookings"], answers["calendars"], dossier, definition, locale, at=at)


def bookings_in(
    rows: Sequence[Row[Any]],
    among: Sequence[Row[Any]],
    dossier: Dossier,
    definition: Definition,
    locale: str,
    *,
    at: datetime,
) -> list[BookingView]:
    """Newest first. A hold that ran out was never an appointment: only a draft shows it, since sending takes it again."""
    found = [booking_of(row) for row in rows]
    last = found[0].id if found and dossier.is_draft else None
    found = [b for b in found if b.status is not BookingStatus.EXPIRED or b.id == last]
    known = calendars_among(among)
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
        BookingStatus.EXPIRED: (_("Plus gardé"), "waiting"),
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
