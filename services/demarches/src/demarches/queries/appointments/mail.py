"""What mails about an appointment say."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import Words
from demarches.domain.appointments.booking import BookingStatus
from demarches.domain.dossier import Dossier, Status
from demarches.queries.appointments.bookings import booking_of_dossier
from demarches.queries.appointments.calendars import calendars_in

# What is told for nothing once the dossier itself is over: its own mail says it.
OVER = frozenset({Status.CANCELLED, Status.REFUSED, Status.CLOSED})


class BookingMail(Struct, kw_only=True):
    """`file` is the path of the .ics file below the dossier's own. `bring` as the calendar has it, in each language."""

    values: dict[str, str]
    bring: Words
    file: str
    not_after: datetime


async def booking_mail(
    connection: AsyncConnection, dossier: Dossier, booking_id: UUID | None, at: datetime
) -> BookingMail | None:
    """None when there is nothing to tell any more: the appointment is past, changed since, or gone with its dossier."""
    booking = await booking_of_dossier(connection, dossier.id, booking_id) if booking_id else None
    if booking is None or dossier.status in OVER or booking.starts_at <= at:
        return None
    if booking.status in (BookingStatus.MOVED, BookingStatus.EXPIRED):
        return None
    calendar, venue = (await calendars_in(connection, [booking.calendar_id]))[booking.calendar_id]
    values = {
        "when": booking.starts_at.isoformat(),
        "where": ", ".join(part for part in (venue.name, venue.address.replace("\n", ", ")) if part),
        "reason": booking.reason,
    }
    if booking.held_until is not None:
        values["until"] = booking.held_until.isoformat()
    return BookingMail(
        values={name: value for name, value in values.items() if value},
        bring=calendar.settings.bring,
        file=f"/rendez-vous/{booking.id}/agenda.ics",
        not_after=booking.held_until or booking.starts_at,
    )
