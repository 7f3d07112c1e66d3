"""Why a clock says what it says: each stretch of time, counted or not. Computed from the facts, not from the clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.clock import ENDED, VOID
from ticketing.domain.sla.facts import Fact, Happening
from ticketing.domain.sla.policy import Measure, SlaPolicy
from ticketing.domain.ticket import Status


class Reason(StrEnum):
    OPEN = "open"
    """Counted; all the others are not."""
    OFF_HOURS = "off_hours"
    HOLIDAY = "holiday"
    WAITING_CUSTOMER = "waiting_customer"
    STOPPED = "stopped"
    """Solved or closed, until it was opened again."""


class Stretch(NamedTuple):
    """`named`: holidays and closures that fall in it."""

    begins: datetime
    ends: datetime
    reason: Reason
    named: tuple[str, ...] = ()


class Outcome(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    VOID = "void"


@dataclass
class Account:
    """One promise with everything that was counted. `outcome` is beside `breached_at`: a late answer is still one."""

    measure: Measure
    began_at: datetime
    severity: Severity
    target: timedelta | None
    stretches: list[Stretch] = field(default_factory=list[Stretch])
    outcome: Outcome = Outcome.RUNNING
    ended_at: datetime | None = None
    due_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def counted(self) -> timedelta:
        open_time = (one.ends - one.begins for one in self.stretches if one.reason is Reason.OPEN)
        return sum(open_time, timedelta())


class Period(NamedTuple):
    """Between two facts, nothing changes."""

    begins: datetime
    ends: datetime
    status: Status
    severity: Severity


def explain(facts: Sequence[Fact], policy: SlaPolicy, calendar: BusinessCalendar, until: datetime) -> list[Account]:
    """Every promise that was ever made for the ticket, in the order of their beginnings."""
    periods = list(_periods(facts, until))
    waits = [*_first_response(facts), *_next_responses(facts, policy), *_resolution(facts)]
    promised = [wait for wait in waits if policy.target(wait.measure, wait.severity) is not None]
    accounts = [_account(wait, periods, policy, calendar, until) for wait in promised]
    return sorted(accounts, key=lambda one: one.began_at)


class Wait(NamedTuple):
    """From a question to its answer. `void`: it ended without one, because nobody waits any more."""

    measure: Measure
    severity: Severity
    begins: datetime
    ends: datetime | None
    void: bool = False


def _first_response(facts: Sequence[Fact]) -> Iterator[Wait]:
    for opened in facts[:1]:
        yield _until_answered(facts[1:], Measure.FIRST_RESPONSE, _severity(facts[:1]), opened.at)


def _next_responses(facts: Sequence[Fact], policy: SlaPolicy) -> Iterator[Wait]:
    """From the first unanswered message, or reopening, after a first response, that something is promised for."""
    responded, since, status = False, None, Status.NEW
    for number, fact in enumerate(facts):
        reopened = status in ENDED and fact.status is not None and fact.status not in ENDED | VOID
        severity = _severity(facts[: number + 1])
        promised = policy.target(Measure.NEXT_RESPONSE, severity) is not None
        if responded and promised and since is None and (fact.what is Happening.CUSTOMER_WROTE or reopened):
            since = fact.at
            yield _until_answered(facts[number + 1 :], Measure.NEXT_RESPONSE, severity, since)
        if fact.what is Happening.ANSWERED or fact.status in ENDED:
            responded, since = True, None
        status = fact.status or status


def _resolution(facts: Sequence[Fact]) -> Iterator[Wait]:
    if not facts:
        return
    status, ended = Status.NEW, None
    for fact in facts:
        if fact.status is not None:
            over = fact.status in ENDED | VOID
            if over and status not in ENDED | VOID:
                ended = fact
            status, ended = fact.status, ended if over else None
    ends, void = ended.at if ended else None, ended is not None and ended.status in VOID
    yield Wait(Measure.RESOLUTION, _severity(facts[:1]), facts[0].at, ends, void)


def _severity(facts: Sequence[Fact]) -> Severity:
    return next((fact.severity for fact in reversed(facts) if fact.severity), Severity.NORMAL)


def _until_answered(facts: Sequence[Fact], measure: Measure, severity: Severity, begins: datetime) -> Wait:
    """An end that nobody waits for any more may be taken back: a merge that is undone."""
    voided = None
    for fact in facts:
        if fact.what is Happening.ANSWERED or fact.status in ENDED:
            return Wait(measure, severity, begins, fact.at)
        if fact.status is not None:
            voided = fact.at if fact.status in VOID else None
    return Wait(measure, severity, begins, voided, void=voided is not None)


def _periods(facts: Sequence[Fact], until: datetime) -> Iterator[Period]:
    status, severity = Status.NEW, Severity.NORMAL
    for fact, following in zip(facts, [*facts[1:], None], strict=True):
        status, severity = fact.status or status, fact.severity or severity
        ends = following.at if following else until
        yield Period(fact.at, ends, status, severity)


def _account(
    wait: Wait, periods: Sequence[Period], policy: SlaPolicy, calendar: BusinessCalendar, until: datetime
) -> Account:
    target = policy.target(wait.measure, wait.severity)
    account = Account(wait.measure, wait.begins, wait.severity, target, ended_at=wait.ends)
    run: Run = Run(account, calendar)
    for period in periods:
        begins, ends = max(period.begins, wait.begins), min(period.ends, wait.ends or until)
        if begins < ends or (begins == ends and wait.ends is None):
            run.take(period, begins, ends, policy.target(wait.measure, period.severity))
    if wait.ends is not None:
        account.outcome = Outcome.VOID if wait.void else Outcome.KEPT
    elif not run.running:
        account.outcome = Outcome.PAUSED
    else:
        if run.reached_at is not None and run.reached_at <= until:
            account.breached_at = account.breached_at or run.reached_at
        account.due_at = account.breached_at or run.reached_at
        if account.due_at is None and account.target is not None:
            account.due_at = calendar.after(until, account.target - account.counted)
    return account


class Run:
    """Counts one promise's time, period after period."""

    def __init__(self, account: Account, calendar: BusinessCalendar) -> None:
        self.account, self.calendar = account, calendar
        self.running, self.reached_at = False, None

    def take(self, period: Period, begins: datetime, ends: datetime, target: timedelta | None) -> None:
        account = self.account
        weighed_again = target != account.target
        account.severity, account.target = period.severity, target
        if not _counts(account.measure, period.status):
            waiting = period.status is Status.WAITING_CUSTOMER
            account.stretches.append(Stretch(begins, ends, Reason.WAITING_CUSTOMER if waiting else Reason.STOPPED))
            self.running, self.reached_at = False, None
            return
        if not self.running or weighed_again:
            self.reached_at = begins if target is not None and account.counted >= target else None
        self.running = True
        self._count(begins, ends)
        if account.breached_at is None and self.reached_at is not None and self.reached_at < ends:
            account.breached_at = self.reached_at

    def _count(self, begins: datetime, ends: datetime) -> None:
        account, at = self.account, begins
        left = timedelta.max if account.target is None else account.target - account.counted
        for span in self.calendar.spans(begins, ends):
            if span.begins > at:
                account.stretches.append(_closed(at, span.begins, self.calendar))
            length = span.ends - span.begins
            if self.reached_at is None and length >= left:
                self.reached_at = span.begins + left
            left -= length
            account.stretches.append(Stretch(span.begins, span.ends, Reason.OPEN))
            at = span.ends
        if at < ends:
            account.stretches.append(_closed(at, ends, self.calendar))


def _counts(measure: Measure, status: Status) -> bool:
    if status in ENDED | VOID:
        return False
    return measure is Measure.FIRST_RESPONSE or status is not Status.WAITING_CUSTOMER


def _closed(begins: datetime, ends: datetime, calendar: BusinessCalendar) -> Stretch:
    zone = ZoneInfo(calendar.zone)
    day, last, named = begins.astimezone(zone).date(), ends.astimezone(zone).date(), list[str]()
    while day <= last:
        name = calendar.why_closed(day)
        if name is not None and calendar.week[day.weekday()] and name not in named:
            named.append(name)
        day += timedelta(days=1)
    return Stretch(begins, ends, Reason.HOLIDAY if named else Reason.OFF_HOURS, tuple(named))
