"""Free slots of a calendar: what its rules open, less what is taken."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import PARIS
from demarches.domain.appointments.booking import ACTIVE
from demarches.domain.appointments.calendar import Calendar, OpenDays
from demarches.domain.appointments.slots import Slot, is_bookable, local_day, slots_of
from demarches.storage import allotments
from demarches.storage.appointments.calendars import open_days
from demarches.storage.tables import bookings


class Free:
    """Two queries for as many days as wanted; the rest is arithmetic."""

    def __init__(
        self, days: OpenDays, used: dict[datetime, int], across: list[tuple[datetime, datetime, list[datetime]]]
    ):
        self.days, self._used, self._across = days, used, across

    @classmethod
    async def between(cls, connection: AsyncConnection, calendar: Calendar, since: date, until: date) -> "Free":
        days = await open_days(connection, calendar, since, until)
        first, end = midnight(since), midnight(until + timedelta(days=1))
        used = await allotments.used_between(connection, [calendar.id], first, end)
        c = bookings.c
        active = select(c.starts_at, c.ends_at, c.slots).where(
            c.calendar_id == calendar.id, c.status.in_(ACTIVE), c.starts_at < end, c.ends_at > first
        )
        rows = (await connection.execute(active)).all()
        return cls(days, {at: n for (_, at), n in used.items()}, [(r.starts_at, r.ends_at, r.slots) for r in rows])

    def left(self, slot: Slot) -> int:
        """Appointments given under former rules count where their hours reach."""
        across = sum(
            begins < slot.ends_at and ends > slot.starts_at and slot.starts_at not in slots
            for begins, ends, slots in self._across
        )
        return max(slot.capacity - self._used.get(slot.starts_at, 0) - across, 0)

    def bookable(self, day: date, *, units: int, at: datetime) -> list[tuple[Slot, Slot, int]]:
        """Of that day: first and last slot of each appointment that can be taken, and how many times it can."""
        slots = slots_of(self.days, day)
        found: list[tuple[Slot, Slot, int]] = []
        for number in range(len(slots) - units + 1):
            run = slots[number : number + units]
            if any(one.ends_at != other.starts_at for one, other in pairwise(run)):
                continue
            left = min(self.left(slot) for slot in run)
            if left and is_bookable(run[0], self.days.calendar, at=at):
                found.append((run[0], run[-1], left))
        return found

    def first(self, since: date, until: date, *, units: int, at: datetime) -> datetime | None:
        for day in days_between(since, until):
            bookable = self.bookable(day, units=units, at=at)
            if bookable:
                return bookable[0][0].starts_at
        return None


async def first_free(connection: AsyncConnection, calendar: Calendar, *, units: int, at: datetime) -> datetime | None:
    today, end = local_day(at), last_day(calendar, at)
    free = await Free.between(connection, calendar, today, end)
    return free.first(today, end, units=units, at=at)


def last_day(calendar: Calendar, at: datetime) -> date:
    return local_day(at) + timedelta(days=calendar.settings.horizon_days)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def days_between(since: date, until: date) -> Iterator[date]:
    day = since
    while day <= until:
        yield day
        day += timedelta(days=1)
