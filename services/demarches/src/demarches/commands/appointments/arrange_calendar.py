from uuid import UUID

from msgspec import Struct

from chassis.policies import must_match
from contracts.forms import Words
from demarches.domain.appointments.calendar import Calendar, Settings, must_be_named
from demarches.domain.policies import must_arrange
from demarches.domain.refusals import CalendarNotFound
from demarches.storage.unit_of_work import DemarchesWork


class ArrangeCalendar(Struct, frozen=True, kw_only=True):
    """`version`: the one that the page showed, 0 for a new calendar."""

    calendar_id: UUID
    name: Words
    venue_id: UUID
    department_id: UUID
    settings: Settings
    active: bool = True
    version: int = 0


async def arrange_calendar(command: ArrangeCalendar, uow: DemarchesWork) -> Calendar:
    """A new calendar, or other rules for this one. Appointments already given stay as they are."""
    must_arrange(uow.actor)
    _ = await uow.venues.get(command.venue_id)
    name = must_be_named(command.name)
    try:
        calendar = await uow.calendars.get(command.calendar_id)
        must_match(calendar.version, command.version)
    except CalendarNotFound:
        if command.version:
            raise
        calendar = uow.calendars.add(
            Calendar(command.calendar_id, name, command.venue_id, command.department_id, command.settings)
        )
    calendar.rename(name, venue_id=command.venue_id, department_id=command.department_id, active=command.active)
    calendar.set(command.settings)
    uow.note("demarches.calendar.arranged", calendar.id)
    return calendar
