"""When the support team works. Time counts only while it does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
from msgspec import Struct

MINUTES_A_DAY = 24 * 60
# A calendar that is closed for longer than this has no « later ».
FARTHEST = timedelta(days=3 * 366)
ALSACE_MOSELLE = "57"


class Holidays(StrEnum):
    NONE = "none"
    FRANCE = "france"
    ALSACE_MOSELLE = "alsace_moselle"
    """With Good Friday and 26 December (ordinance of 16 August 1892, local law)."""


class Opening(Struct, frozen=True):
    """Minutes since midnight on the wall clock; 1440 is midnight at the end of the day."""

    begins: int
    ends: int


class Closure(Struct, frozen=True):
    """Both days are closed, and all between."""

    first: date
    last: date
    label: str = ""


class BusinessCalendar(Struct, frozen=True, kw_only=True):
    """`week` is seven days from Monday, each with its openings. `number` is its version: versions never change."""

    id: UUID
    name: str
    week: tuple[tuple[Opening, ...], ...]
    zone: str = "Europe/Paris"
    holidays: Holidays = Holidays.FRANCE
    closures: tuple[Closure, ...] = ()
    number: int = 1

    def spans(self, since: datetime, until: datetime) -> Iterator["Span"]:
        """The open time between two moments, in order, cut to them."""
        zone = ZoneInfo(self.zone)
        day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
        while day <= last:
            for span in hours_of(self, day):
                begins, ends = max(span.begins, since), min(span.ends, until)
                if begins < ends:
                    yield Span(begins, ends)
            day += timedelta(days=1)

    def counted(self, since: datetime, until: datetime) -> timedelta:
        """How much of the time between two moments was open."""
        return sum((span.ends - span.begins for span in self.spans(since, until)), timedelta())

    def after(self, moment: datetime, duration: timedelta) -> datetime | None:
        """The first moment at which so much open time has passed; None when that is years away."""
        left = duration
        if left <= timedelta():
            return moment
        for span in self.spans(moment, moment + FARTHEST):
            if span.ends - span.begins >= left:
                return span.begins + left
            left -= span.ends - span.begins
        return None

    def why_closed(self, day: date) -> str | None:
        """The holiday's or the closure's name, "" for a closure without one, None for an ordinary day."""
        closure = next((one for one in self.closures if one.first <= day <= one.last), None)
        if closure is not None:
            return closure.label
        return _holidays(self.holidays, day.year).get(day)


class Span(NamedTuple):
    begins: datetime
    ends: datetime


@lru_cache(maxsize=20_000)
def hours_of(calendar: BusinessCalendar, day: date) -> tuple[Span, ...]:
    """That day's open time, in UTC, without overlap.

    Hours are those of the wall clock: on the night of a change, 01:00–04:00 lasts two or four hours. An opening that
    begins in the hour that is skipped begins when the skipped hour is over; one that begins in the hour that comes
    twice begins the first time, and ends the second time.
    """
    if calendar.why_closed(day) is not None:
        return ()
    zone, merged = ZoneInfo(calendar.zone), list[Span]()
    for opening in sorted(calendar.week[day.weekday()], key=lambda one: one.begins):
        span = Span(_moment(day, opening.begins, zone, fold=0), _moment(day, opening.ends, zone, fold=1))
        if span.begins >= span.ends:
            continue
        if merged and span.begins <= merged[-1].ends:
            merged[-1] = Span(merged[-1].begins, max(merged[-1].ends, span.ends))
        else:
            merged.append(span)
    return tuple(merged)


def _moment(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> datetime:
    whole, left = divmod(minutes, MINUTES_A_DAY)
    day += timedelta(days=whole)
    wall = datetime(day.year, day.month, day.day, left // 60, left % 60, tzinfo=zone)
    skipped = wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    if skipped:
        # 02:30 that never is becomes the change itself: 03:00, new time. French clocks change by an hour, on the hour.
        return wall.replace(fold=1).astimezone(UTC) + timedelta(minutes=60 - left % 60)
    return wall.replace(fold=fold).astimezone(UTC)


@lru_cache(maxsize=500)
def _holidays(kind: Holidays, year: int) -> dict[date, str]:
    if kind is Holidays.NONE:
        return {}
    place = ALSACE_MOSELLE if kind is Holidays.ALSACE_MOSELLE else None
    found = holidays.country_holidays("FR", subdiv=place, years=year, language="fr")
    return {day: str(name) for day, name in found.items()}
