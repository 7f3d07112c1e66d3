"""The legal clock, case by case. Days are those of Paris."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from demarches.domain.clock import Because, ClockStatus, Wait, add_period, legal_clock
from demarches.domain.rules import ClockRule, Silence, WhileMissing

ACCEPTANCE = ClockRule(silence=Silence.ACCEPTANCE, months=2)
REJECTION = ClockRule(silence=Silence.REJECTION, months=2, while_missing=WhileMissing.SUSPENDS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(rule: ClockRule, received: str, *waits: tuple[str, str | None], today: str = "2026-01-01", **facts: Any):
    known = [Wait(at(since), at(until) if until else None) for since, until in waits]
    return legal_clock(rule, received_at=at(received), waits=known, today=date.fromisoformat(today), **facts)


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-03-27", 2, "2026-05-27"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-29", 2, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 4, "2027-03-30"),
    ],
)
def test_months_run_from_one_day_of_the_month_to_the_same(start: str, months: int, expected: str):
    assert add_period(date.fromisoformat(start), months=months) == date.fromisoformat(expected)


@pytest.mark.requirement("DM-18")
def test_silence_has_its_effect_the_day_after_the_last():
    found = clock(ACCEPTANCE, "2026-03-27T13:00:00")

    assert found.due_on == date(2026, 5, 27)
    assert found.effect_on == date(2026, 5, 28)


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize(
    ("today", "status"), [("2026-05-27", ClockStatus.RUNNING), ("2026-05-28", ClockStatus.ELAPSED)]
)
def test_the_last_day_still_counts(today: str, status: ClockStatus):
    assert clock(ACCEPTANCE, "2026-03-27T13:00:00", today=today).status is status


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-07-14T21:59:59", "2026-09-14"),
        ("2026-07-14T22:00:00", "2026-09-15"),
        ("2026-12-31T23:00:00", "2027-03-01"),
    ],
)
def test_the_day_is_the_one_in_paris(received: str, due: str):
    assert clock(ACCEPTANCE, received).due_on == date.fromisoformat(due)


@pytest.mark.requirement("DM-18")
def test_an_implicit_acceptance_runs_from_the_receipt_of_the_missing_piece():
    found = clock(ACCEPTANCE, "2026-03-01T10:00:00", ("2026-03-10T10:00:00", "2026-03-20T10:00:00"))

    assert found.due_on == date(2026, 5, 20)
    assert [line.because for line in found.lines] == [Because.RECEIVED, Because.RESTARTED, Because.DUE]


@pytest.mark.requirement("DM-18")
def test_an_implicit_rejection_does_not_count_the_days_spent_waiting():
    found = clock(REJECTION, "2026-03-01T10:00:00", ("2026-03-10T10:00:00", "2026-03-20T10:00:00"))

    assert found.due_on == date(2026, 5, 11)
    assert [line.days for line in found.lines if line.because is Because.SUSPENDED] == [10]


@pytest.mark.requirement("DM-18")
def test_waits_that_overlap_are_counted_once():
    first, second = ("2026-03-10T10:00:00", "2026-03-20T10:00:00"), ("2026-03-15T10:00:00", "2026-03-25T10:00:00")

    assert clock(REJECTION, "2026-03-01T10:00:00", second, first).due_on == date(2026, 5, 16)


@pytest.mark.requirement("DM-18")
def test_while_a_piece_is_missing_no_date_is_promised():
    found = clock(ACCEPTANCE, "2026-03-01T10:00:00", ("2026-03-10T10:00:00", None), today="2027-01-01")

    assert (found.due_on, found.effect_on, found.status) == (None, None, ClockStatus.WAITING)


@pytest.mark.requirement("DM-18")
def test_a_decision_stops_the_clock():
    found = clock(ACCEPTANCE, "2026-03-01T10:00:00", decided_at=at("2026-03-15T10:00:00"), today="2027-01-01")

    assert found.status is ClockStatus.STOPPED
    assert found.lines[-1].because is Because.DECIDED


@pytest.mark.requirement("DM-18")
def test_where_silence_means_nothing_no_date_is_told():
    found = clock(ClockRule(silence=Silence.NONE), "2026-03-01T10:00:00")

    assert (found.due_on, found.status) == (None, ClockStatus.NONE)


@pytest.mark.requirement("DM-18")
def test_a_period_in_days_counts_calendar_days():
    rule = ClockRule(silence=Silence.ACCEPTANCE, days=15)

    assert clock(rule, "2026-12-20T10:00:00").due_on == date(2026, 12, 20) + timedelta(days=15)
