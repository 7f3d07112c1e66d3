"""The shapes in which appointments are shown."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct


class VenueView(Struct, kw_only=True):
    """`access` in the reader's language; in French, with `access_en` beside it, to who arranges it."""

    id: UUID
    name: str
    address: str
    access: str
    access_en: str = ""


class CalendarView(Struct, kw_only=True):
    id: UUID
    name: str
    duration_minutes: int
    bring: str
    venue: VenueView
    change_hours: int


class SlotView(Struct, kw_only=True):
    starts_at: datetime
    ends_at: datetime
    left: int


class DayView(Struct, kw_only=True):
    """`closed`: why, when a holiday or a closure empties a day that is open otherwise."""

    day: date
    closed: str | None
    slots: list[SlotView]


class BookingView(Struct, kw_only=True):
    """`word` is what people read; `may_change` is for the applicant, by the calendar's delay."""

    id: UUID
    status: str
    word: str
    tone: str
    starts_at: datetime
    ends_at: datetime
    held_until: datetime | None
    offered: bool
    reason: str
    calendar: CalendarView
    may_change: bool
    may_cancel: bool


class WeekView(Struct, kw_only=True):
    """`previous` and `following` are the Mondays that the arrows lead to, None where there is nothing to see."""

    calendar: CalendarView
    calendars: list[CalendarView]
    monday: date
    days: list[DayView]
    previous: date | None
    following: date | None
    first_free: datetime | None
    waiting: bool
    current: BookingView | None
    held: BookingView | None
