"""How long an account lives unused (ID-19): 16 months, with two warnings; 30 days for a link that nobody followed."""

import calendar
from datetime import datetime, timedelta

MONTHS = 16
NEVER_ACTIVATED = timedelta(days=30)
# Before the end, and how many warnings have then been given.
WARNINGS = ((timedelta(days=30), 1), (timedelta(days=7), 2))


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour, so many months later; the last day of a shorter month."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def end_of(last_used_at: datetime) -> datetime:
    return months_later(last_used_at, MONTHS)


def warnings_due(end: datetime, *, at: datetime) -> int:
    """How many warnings should have been given by now."""
    return max((number for before, number in WARNINGS if at >= end - before), default=0)


def next_look(end: datetime, *, at: datetime) -> datetime:
    """When there is something to do next."""
    return min(moment for moment in (*(end - before for before, _ in WARNINGS), end) if moment > at)
