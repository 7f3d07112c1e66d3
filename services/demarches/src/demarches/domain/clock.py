"""The legal clock: when silence becomes a decision, worked out from dated facts and explained line by line.

Never a running counter: whoever has the facts and the rule gets the same answer, today or in ten years.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chassis.clock import PARIS
from demarches.domain.appointments.calendar import Holidays
from demarches.domain.appointments.holidays import holiday_on
from demarches.domain.rules import ClockRule, Days, Silence, WhileMissing

# Nothing is counted further: whoever tries the year 9999 gets an answer, and silence its effect on the morrow.
LAST_DAY = date(9999, 12, 30)


class ClockStatus(StrEnum):
    NONE = "none"
    RUNNING = "running"
    WAITING = "waiting"
    STOPPED = "stopped"
    ELAPSED = "elapsed"


class Because(StrEnum):
    """Why a line of the explanation is there."""

    NO_PERIOD = "no_period"
    RECEIVED = "received"
    WAITING = "waiting"
    RESTARTED = "restarted"
    SUSPENDED = "suspended"
    TOO_LATE = "too_late"
    DUE = "due"
    DECIDED = "decided"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Wait:
    """An indispensable piece was asked for, and came (`until`) or is still missing."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockLine:
    because: Because
    on: date
    until: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class LegalClock:
    """`due_on` is the last day of the period; silence has its effect from `effect_on`, the day after, at 0:00 in Paris.
    `today` is the day on which it was read."""

    status: ClockStatus
    silence: Silence
    due_on: date | None
    lines: tuple[ClockLine, ...]
    today: date

    @property
    def effect_on(self) -> date | None:
        return self.due_on + timedelta(days=1) if self.due_on else None

    @property
    def is_last_day(self) -> bool:
        return self.status is ClockStatus.RUNNING and self.due_on == self.today

    @property
    def ended_late(self) -> bool:
        """Something ended it once silence had spoken."""
        return self.status is ClockStatus.STOPPED and self.due_on is not None and self.lines[-1].on > self.due_on


def legal_clock(
    rule: ClockRule,
    *,
    received_at: datetime,
    waits: Sequence[Wait] = (),
    decided_at: datetime | None = None,
    cancelled_at: datetime | None = None,
    today: date,
) -> LegalClock:
    lines = [ClockLine(Because.RECEIVED, day_of(received_at))]
    ended_at = decided_at or cancelled_at
    if rule.silence is Silence.NONE:
        lines.append(ClockLine(Because.NO_PERIOD, day_of(received_at)))
        due = None
    else:
        due = _due(rule, day_of(received_at), waits, lines)
        if due is not None:
            lines.append(ClockLine(Because.DUE, due))
    if ended_at is not None:
        lines.append(ClockLine(Because.DECIDED if decided_at else Because.CANCELLED, day_of(ended_at)))
    status = _status(rule, due, ended=ended_at is not None, today=today)
    return LegalClock(status, rule.silence, due, tuple(lines), today)


def add_period(start: date, *, months: int = 0, days: int = 0) -> date:
    """From one day of the month to the same day, or the last of a shorter month: 31 December and two months make the
    last day of February. Never past LAST_DAY."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    day = min(start.day, monthrange(year, month + 1)[1])
    return later(date(year, month + 1, day), days)


def later(start: date, days: int) -> date:
    return start + timedelta(days=min(days, (LAST_DAY - start).days))


def add_working(start: date, days: int, counted: Days) -> date:
    """So many working days after the start: public holidays of the whole country are none."""
    last = 6 if counted is Days.OUVRABLES else 5
    day = start
    while days > 0 and day < LAST_DAY:
        day += timedelta(days=1)
        if day.isoweekday() <= last and holiday_on(day, Holidays.NATIONAL) is None:
            days -= 1
    return day


def day_of(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def _due(rule: ClockRule, received: date, waits: Sequence[Wait], lines: list[ClockLine]) -> date | None:
    """What is asked for too late moves nothing, even while an earlier demand is still waited for."""
    limit = add_period(received, months=rule.ask_within_months) if rule.ask_within_months else None
    late = [wait for wait in waits if limit is not None and day_of(wait.since) > limit]
    due = _moved(rule, received, [wait for wait in waits if wait not in late], lines)
    lines += [ClockLine(Because.TOO_LATE, since, until) for since, until in _joined(late)]
    return due


def _moved(rule: ClockRule, received: date, waits: Sequence[Wait], lines: list[ClockLine]) -> date | None:
    start, suspended = received, 0
    for since, until in _joined(waits):
        if until is None:
            lines.append(ClockLine(Because.WAITING, since))
            return None
        if rule.while_missing is WhileMissing.RESTARTS:
            start = until
            lines.append(ClockLine(Because.RESTARTED, since, until))
        else:
            suspended += (until - since).days
            lines.append(ClockLine(Because.SUSPENDED, since, until, (until - since).days))
    if rule.counted is not Days.CALENDAR:
        return later(add_working(add_period(start, months=rule.months), rule.days, rule.counted), suspended)
    return add_period(start, months=rule.months, days=rule.days + suspended)


def _joined(waits: Sequence[Wait]) -> list[tuple[date, date | None]]:
    """Waits as days, those that overlap made one: a day is never counted twice."""
    joined: list[tuple[date, date | None]] = []
    for wait in sorted(waits, key=lambda wait: wait.since):
        since, until = day_of(wait.since), day_of(wait.until) if wait.until else None
        last = joined[-1] if joined else None
        if last is not None and (last[1] is None or since <= last[1]):
            joined[-1] = (last[0], None if last[1] is None or until is None else max(last[1], until))
        else:
            joined.append((since, until))
    return joined


def _status(rule: ClockRule, due: date | None, *, ended: bool, today: date) -> ClockStatus:
    if ended:
        return ClockStatus.STOPPED
    if rule.silence is Silence.NONE:
        return ClockStatus.NONE
    if due is None:
        return ClockStatus.WAITING
    return ClockStatus.ELAPSED if today > due else ClockStatus.RUNNING
