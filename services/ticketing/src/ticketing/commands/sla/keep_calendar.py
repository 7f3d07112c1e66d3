from msgspec import Struct

from ticketing.domain.policies import must_set_up
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.checks import must_be_a_calendar
from ticketing.storage import sla
from ticketing.storage.unit_of_work import TicketingWork


class KeepCalendar(Struct, frozen=True):
    calendar: BusinessCalendar


async def keep_calendar(command: KeepCalendar, uow: TicketingWork) -> BusinessCalendar:
    """New, or the next version of a known one. Requests already open keep the hours they were opened under."""
    must_set_up(uow.actor)
    must_be_a_calendar(command.calendar)
    kept = await sla.keep_calendar(uow, command.calendar)
    uow.note("ticketing.calendar.kept", kept.id)
    return kept
