"""The slots that a calendar opens: a pure function of its rules and of a day.

Hours are those of Paris and slots follow each other in real time. So an opening across the night when clocks go
forward is an hour shorter and none of its slots begins in the hour that does not exist; in autumn it is an hour longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chassis.clock import PARIS
from demarches.domain.appointments.calendar import Calendar, Closure, OpenDays
from demarches.domain.appointments.holidays import holiday_on
from demarches.domain.refusals import SlotNotOffered


@dataclass(frozen=True, slots=True)
class Slot:
    """`capacity`: how many people may be received from `starts_at` on, before anybody took a place."""

    starts_at: datetime
    ends_at: datetime
    capacity: int


def slots_of(days: OpenDays, day: date) -> list[Slot]:
    """In order. Empty on a closed day, a public holiday, and for a calendar that is not active."""
    calendar = days.calendar
    if not calendar.active or holiday_on(day, calendar.settings.holidays) is not None:
        return []
    closed = [closure for closure in days.closures if closure.is_on(day)]
    openings = [opening for opening in calendar.settings.openings if opening.is_on(day)]
    found = [
        slot
        for opening in sorted(openings, key=lambda opening: opening.opens)
        for slot in _between(calendar, day, opening.opens, opening.closes, closed)
    ]
    return [slot for slot in found if slot.capacity > 0]


def why_closed(days: OpenDays, day: date, locale: str = "fr") -> str | None:
    """The holiday or the closure that empties a day which would be open; None when nothing does."""
    calendar = days.calendar
    if not any(opening.is_on(day) for opening in calendar.settings.openings):
        return None
    holiday = holiday_on(day, calendar.settings.holidays, locale)
    if holiday is not None:
        return holiday
    whole = [c for c in days.closures if c.is_on(day) and c.resource is None and c.closes is None]
    return whole[0].reason if whole else None


def is_bookable(slot: Slot, calendar: Calendar, *, at: datetime) -> bool:
    """Neither past nor too soon nor too far ahead."""
    settings = calendar.settings
    last = local_day(at) + timedelta(days=settings.horizon_days)
    return slot.starts_at >= at + timedelta(hours=settings.notice_hours) and local_day(slot.starts_at) <= last


def offered(days: OpenDays, starts_at: datetime, *, units: int, at: datetime) -> list[Slot]:
    """The slots that an appointment beginning then is made of: `units` of them, one after the other.

    Raises SlotNotOffered for the past, a closed day, an hour between two slots or one that does not exist.
    """
    if starts_at.tzinfo is None:
        raise SlotNotOffered
    known = {slot.starts_at: slot for slot in slots_of(days, local_day(starts_at))}
    wanted: list[Slot] = []
    next_at = starts_at.astimezone(UTC)
    for _ in range(units):
        slot = known.get(next_at)
        if slot is None or not is_bookable(slot, days.calendar, at=at):
            raise SlotNotOffered
        wanted.append(slot)
        next_at = slot.ends_at
    return wanted


def local_day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def instant(day: date, hour: time) -> datetime:
    """That hour of Paris, in UTC. An hour that does not exist becomes the first one that does; of two, the first."""
    local = datetime.combine(day, hour, PARIS)
    while (found := local.astimezone(UTC)).astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        local += timedelta(minutes=1)
    return found


def _between(calendar: Calendar, day: date, opens: time, closes: time, closed: list[Closure]) -> Iterator[Slot]:
    starts_at, end = instant(day, opens), instant(day, closes)
    while (ends_at := starts_at + calendar.settings.duration) <= end:
        yield Slot(starts_at, ends_at, _capacity(calendar, day, starts_at, ends_at, closed))
        starts_at = ends_at


def _capacity(calendar: Calendar, day: date, starts_at: datetime, ends_at: datetime, closed: list[Closure]) -> int:
    there = set(calendar.settings.resources)
    for closure in closed:
        if not _meets(closure, day, starts_at, ends_at):
            continue
        if closure.resource is None:
            return 0
        there.discard(closure.resource)
    return len(there) * calendar.settings.seats


def _meets(closure: Closure, day: date, starts_at: datetime, ends_at: datetime) -> bool:
    since = instant(day, closure.closes) if closure.closes else None
    until = instant(day, closure.opens_again) if closure.opens_again else None
    return (since is None or ends_at > since) and (until is None or starts_at < until)
