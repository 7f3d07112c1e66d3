"""An appointment as a file that calendars of phones and computers read (RFC 5545)."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from demarches.domain.appointments.booking import Booking, BookingStatus
from demarches.queries.appointments.views import CalendarView
from demarches.queries.words import translation


def appointment_ics(
    booking: Booking, calendar: CalendarView, *, title: str, reference: str, organiser: str, locale: str, at: datetime
) -> bytes:
    """Times in UTC, so that each device shows its own. The id is the booking's: a later file replaces the earlier one."""
    _ = translation(locale)
    event = Event()
    event.add("uid", f"{booking.id}@parvis")
    event.add("dtstamp", at)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("sequence", booking.version)
    event.add("summary", f"{title} – {organiser}" if organiser else title)
    place = ", ".join(part for part in (calendar.venue.name, calendar.venue.address) if part)
    event.add("location", place.replace("\n", ", "))
    lines = [calendar.name, _("Numéro de votre demande : %(reference)s") % {"reference": reference}, calendar.bring]
    event.add("description", "\n".join(line for line in [*lines, calendar.venue.access] if line))
    active = booking.status in (BookingStatus.CONFIRMED, BookingStatus.HELD)
    event.add("status", "CONFIRMED" if active else "CANCELLED")
    if active:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Parvis//Rendez-vous//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH" if active else "CANCEL")
    made.add_component(event)
    return made.to_ical()
