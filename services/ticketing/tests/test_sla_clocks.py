"""Clocks and calendars: to the minute, over holidays, closing hours and both changes of the clock."""

import os
import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar, Closure, Holidays, Opening
from ticketing.domain.sla.clock import Clock, Rules, Standing
from ticketing.domain.sla.explain import Account, Outcome, Reason, explain
from ticketing.domain.sla.facts import Fact, Happening
from ticketing.domain.sla.policy import Measure, SlaPolicy, Targets
from ticketing.domain.ticket import Status

PARIS = ZoneInfo("Europe/Paris")
DAY = (Opening(9 * 60, 12 * 60), Opening(14 * 60, 17 * 60))
ROUND_THE_CLOCK = BusinessCalendar(
    id=UUID(int=2), name="Jour et nuit", week=((Opening(0, 1440),),) * 7, holidays=Holidays.NONE
)


def a_calendar(**changes) -> BusinessCalendar:
    return BusinessCalendar(**{"id": UUID(int=1), "name": "Bureau", "week": (DAY,) * 5 + ((), ()), **changes})


def a_policy(first=60, following=120, resolution=480, **changes) -> SlaPolicy:
    targets = Targets(first_response=first, next_response=following, resolution=resolution)
    shorter = Targets(first_response=30, next_response=60, resolution=240)
    by = {Severity.NORMAL: targets, Severity.CRITICAL: shorter}
    return SlaPolicy(**{"id": UUID(int=3), "name": "Usuelle", "calendar_id": UUID(int=1), "targets": by, **changes})


def paris(year, month, day, hour=0, minute=0, fold=0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS, fold=fold).astimezone(UTC)


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize(
    ("since", "minutes", "due"),
    [
        (paris(2026, 3, 27, 16, 30), 60, paris(2026, 3, 30, 9, 30)),
        (paris(2026, 3, 27, 16, 0), 60, paris(2026, 3, 27, 17, 0)),
        (paris(2026, 3, 27, 11, 30), 60, paris(2026, 3, 27, 14, 30)),
        (paris(2026, 4, 3, 16, 59), 2, paris(2026, 4, 7, 9, 1)),
        (paris(2026, 5, 13, 16, 0), 120, paris(2026, 5, 15, 10, 0)),
        (paris(2026, 12, 31, 16, 0), 120, paris(2027, 1, 4, 10, 0)),
        (paris(2026, 3, 28, 3, 0), 1, paris(2026, 3, 30, 9, 1)),
        (paris(2026, 10, 23, 16, 30), 60, paris(2026, 10, 26, 9, 30)),
    ],
    ids=[
        "over a week-end that changes to summer time",
        "at closing time to the minute",
        "over lunch",
        "over Easter Monday",
        "over Ascension",
        "over the year's end",
        "from a closed night",
        "over a week-end that changes to winter time",
    ],
)
def test_open_time_is_counted(since: datetime, minutes: int, due: datetime):
    calendar = a_calendar()

    assert calendar.after(since, timedelta(minutes=minutes)) == due
    assert calendar.counted(since, due) == timedelta(minutes=minutes)


@pytest.mark.requirement("TK-06")
def test_good_friday_and_saint_stephen_are_holidays_in_alsace_and_moselle_alone():
    there, elsewhere = a_calendar(holidays=Holidays.ALSACE_MOSELLE), a_calendar()
    friday, boxing_day = date(2026, 4, 3), date(2025, 12, 26)

    assert [there.why_closed(day) is not None for day in (friday, boxing_day)] == [True, True]
    assert [elsewhere.why_closed(day) for day in (friday, boxing_day)] == [None, None]
    assert there.after(paris(2026, 4, 2, 16, 0), timedelta(minutes=120)) == paris(2026, 4, 7, 10, 0)


def test_both_days_of_a_closure_are_closed_and_the_days_around_are_not():
    calendar = a_calendar(closures=(Closure(date(2026, 8, 10), date(2026, 8, 12), "Inventaire"),))

    opened = [bool(list(calendar.spans(paris(2026, 8, d), paris(2026, 8, d + 1)))) for d in range(7, 14)]
    assert opened == [True, False, False, False, False, False, True]


@pytest.mark.parametrize(
    ("day", "opening", "hours"),
    [
        (date(2026, 3, 29), Opening(60, 240), 2),
        (date(2026, 3, 29), Opening(120, 180), 0),
        (date(2026, 3, 29), Opening(150, 240), 1),
        (date(2026, 10, 25), Opening(60, 240), 4),
        (date(2026, 10, 25), Opening(120, 180), 2),
        (date(2026, 3, 29), Opening(0, 1440), 23),
        (date(2026, 10, 25), Opening(0, 1440), 25),
    ],
)
def test_an_opening_over_the_change_lasts_as_long_as_it_does(day: date, opening: Opening, hours: float):
    calendar = a_calendar(week=((opening,),) * 7)
    begins = datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)

    assert calendar.counted(begins, begins + timedelta(hours=26)) - calendar.counted(
        begins + timedelta(hours=25), begins + timedelta(hours=26)
    ) == timedelta(hours=hours) + _next_day(calendar, begins, day)


def _next_day(calendar: BusinessCalendar, begins: datetime, day: date) -> timedelta:
    """What of the following day falls into the 25 hours after midnight: an hour when the day has 24 or fewer."""
    following = datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(days=1)
    return calendar.counted(following.astimezone(UTC), begins + timedelta(hours=25))


def test_openings_that_touch_over_the_hour_that_comes_twice_count_it_twice_and_no_more():
    calendar = a_calendar(week=((Opening(60, 150), Opening(150, 240)),) * 7)

    assert calendar.counted(paris(2026, 10, 25), paris(2026, 10, 25, 12)) == timedelta(hours=4)


def test_a_calendar_that_never_opens_has_no_later():
    assert a_calendar(week=((),) * 7).after(paris(2026, 1, 1), timedelta(minutes=1)) is None


def test_overseas_hours_are_those_of_the_place():
    calendar = a_calendar(zone="Indian/Reunion")

    assert calendar.after(datetime(2026, 6, 1, 4, 0, tzinfo=UTC), timedelta(0)) == datetime(2026, 6, 1, 4, tzinfo=UTC)
    assert calendar.after(datetime(2026, 6, 1, 4, 0, tzinfo=UTC), timedelta(hours=1)) == datetime(
        2026, 6, 1, 6, tzinfo=UTC
    )


# -- clocks ------------------------------------------------------------------------------------------------------------

T = paris(2026, 6, 1, 9)  # a Monday


def at(minutes: int) -> datetime:
    return T + timedelta(minutes=minutes)


OPENED = Fact(T, Happening.OPENED, severity=Severity.NORMAL)


def after(*facts: Fact, policy: SlaPolicy | None = None, calendar: BusinessCalendar = ROUND_THE_CLOCK) -> Standing:
    rules, standing = Rules(policy or a_policy(), calendar), Standing()
    for fact in (OPENED, *facts):
        standing = rules.advance(standing, fact)
    return standing


def clock(standing: Standing, measure: Measure) -> Clock:
    return [one for one in standing.clocks if one.measure is measure][-1]


def became(minutes: int, status: Status) -> Fact:
    return Fact(at(minutes), Happening.BECAME, status=status)


def answered(minutes: int) -> Fact:
    return Fact(at(minutes), Happening.ANSWERED)


def wrote(minutes: int) -> Fact:
    return Fact(at(minutes), Happening.CUSTOMER_WROTE)


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize(("minutes", "late"), [(59, False), (60, False), (61, True)])
def test_a_first_response_is_late_after_its_time_and_not_at_it(minutes: int, late: bool):
    first = clock(after(answered(minutes)), Measure.FIRST_RESPONSE)

    assert (first.ended_at, first.breached_at is not None) == (at(minutes), late)


@pytest.mark.requirement("TK-06")
def test_waiting_for_the_customer_pauses_the_resolution_and_never_the_first_response():
    standing = after(became(10, Status.WAITING_CUSTOMER), became(70, Status.OPEN))
    rules = Rules(a_policy(), ROUND_THE_CLOCK)

    assert clock(standing, Measure.FIRST_RESPONSE).breached_at == at(60)
    assert rules.due(clock(standing, Measure.RESOLUTION), Severity.NORMAL) == at(480 + 60)


def test_waiting_for_a_third_party_pauses_nothing():
    standing = after(became(10, Status.WAITING_THIRD_PARTY), became(70, Status.OPEN))

    assert Rules(a_policy(), ROUND_THE_CLOCK).due(clock(standing, Measure.RESOLUTION), Severity.NORMAL) == at(480)


def test_a_customer_who_writes_twice_waits_since_the_first_message():
    standing = after(answered(5), wrote(10), wrote(100))

    following = clock(standing, Measure.NEXT_RESPONSE)
    assert Rules(a_policy(), ROUND_THE_CLOCK).due(following, Severity.NORMAL) == at(130)


def test_a_message_before_the_first_response_begins_no_second_clock():
    assert [one.measure for one in after(wrote(5)).clocks] == [Measure.FIRST_RESPONSE, Measure.RESOLUTION]


def test_the_time_between_a_resolution_and_its_reopening_does_not_count():
    standing = after(answered(5), became(60, Status.RESOLVED), wrote(1_000), became(1_000, Status.OPEN))

    resolution = clock(standing, Measure.RESOLUTION)
    assert resolution.ended_at is None
    assert Rules(a_policy(), ROUND_THE_CLOCK).due(resolution, Severity.NORMAL) == at(1_000 + 480 - 60)


def test_a_cancelled_request_leaves_nobody_late():
    standing = after(became(10, Status.CANCELLED))

    assert [(one.void, one.breached_at) for one in standing.clocks] == [(True, None)] * 2


def test_a_graver_request_is_due_earlier_and_not_before_it_was_graver():
    graver = Fact(at(200), Happening.REWEIGHED, severity=Severity.CRITICAL)
    standing, rules = after(answered(1), graver), Rules(a_policy(), ROUND_THE_CLOCK)

    assert rules.due(clock(standing, Measure.RESOLUTION), Severity.CRITICAL) == at(240)
    later = after(answered(1), Fact(at(300), Happening.REWEIGHED, severity=Severity.CRITICAL))
    assert rules.due(clock(later, Measure.RESOLUTION), Severity.CRITICAL) == at(300)


@pytest.mark.requirement("TK-06")
def test_every_stretch_is_explained_counted_or_not():
    friday = paris(2026, 4, 3, 16, 0)
    facts = [
        Fact(friday, Happening.OPENED, severity=Severity.NORMAL),
        Fact(paris(2026, 4, 7, 10, 0), Happening.ANSWERED),
        Fact(paris(2026, 4, 7, 10, 0), Happening.BECAME, status=Status.WAITING_CUSTOMER),
        Fact(paris(2026, 4, 7, 15, 0), Happening.CUSTOMER_WROTE),
        Fact(paris(2026, 4, 7, 15, 0), Happening.BECAME, status=Status.OPEN),
    ]

    accounts = explain(facts, a_policy(), a_calendar(), paris(2026, 4, 7, 16, 0))

    first, resolution, following = accounts
    assert [(s.reason, s.named) for s in first.stretches] == [
        (Reason.OPEN, ()),
        (Reason.HOLIDAY, ("Lundi de Pâques",)),
        (Reason.OPEN, ()),
    ]
    assert (first.counted, first.breached_at) == (timedelta(hours=2), paris(2026, 4, 3, 17, 0))
    assert Reason.WAITING_CUSTOMER in [s.reason for s in resolution.stretches]
    assert (resolution.counted, resolution.outcome) == (timedelta(hours=3), Outcome.RUNNING)
    assert following.due_at == paris(2026, 4, 7, 17, 0)
    for account in accounts:
        assert all(one.ends == two.begins for one, two in zip(account.stretches, account.stretches[1:], strict=False))


# -- replay = incremental ------------------------------------------------------------------------------------------

CALENDARS = (
    a_calendar(),
    a_calendar(holidays=Holidays.ALSACE_MOSELLE, closures=(Closure(date(2026, 3, 30), date(2026, 4, 1)),)),
    a_calendar(week=((Opening(60, 150), Opening(150, 240)),) * 7, holidays=Holidays.NONE),
    ROUND_THE_CLOCK,
)
POLICIES = (a_policy(), a_policy(first=None, resolution=None), a_policy(first=15, following=45, resolution=900))
BEGINNINGS = (paris(2026, 3, 27, 15), paris(2026, 10, 23, 15), paris(2025, 12, 31, 11), paris(2026, 5, 13, 16, 30))
STEPS = (0, 1, 15, 30, 59, 60, 61, 120, 180, 600, 1440, 4000)
MOVES = {
    Status.NEW: (Status.OPEN, Status.CANCELLED, Status.RESOLVED, Status.WAITING_CUSTOMER, Status.MERGED),
    Status.OPEN: (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY, Status.RESOLVED, Status.MERGED, Status.SPAM),
    Status.WAITING_CUSTOMER: (Status.OPEN, Status.WAITING_THIRD_PARTY, Status.RESOLVED, Status.CANCELLED),
    Status.WAITING_THIRD_PARTY: (Status.OPEN, Status.WAITING_CUSTOMER, Status.RESOLVED, Status.MERGED),
    Status.RESOLVED: (Status.CLOSED, Status.OPEN, Status.CANCELLED),
    Status.CLOSED: (Status.OPEN,),
    Status.MERGED: (Status.OPEN, Status.WAITING_THIRD_PARTY),
    Status.SPAM: (Status.OPEN,),
    Status.CANCELLED: (),
}


def a_history(chance: random.Random) -> list[Fact]:
    moment = chance.choice(BEGINNINGS) + timedelta(minutes=chance.randrange(600))
    facts = [Fact(moment, Happening.OPENED, severity=chance.choice((Severity.NORMAL, Severity.CRITICAL)))]
    status = Status.NEW
    for _ in range(chance.randrange(12)):
        moment += timedelta(minutes=chance.choice(STEPS))
        what = chance.choice(list(Happening)[1:])
        over = status in (Status.MERGED, Status.SPAM, Status.CANCELLED)
        if what is Happening.BECAME and MOVES[status]:
            status = chance.choice(MOVES[status])
            facts.append(Fact(moment, what, status=status))
        elif what is Happening.REWEIGHED and not over:
            facts.append(Fact(moment, what, severity=chance.choice((Severity.NORMAL, Severity.CRITICAL))))
        elif what in (Happening.ANSWERED, Happening.CUSTOMER_WROTE) and not over:
            facts.append(Fact(moment, what))
            if what is Happening.CUSTOMER_WROTE and status in (Status.RESOLVED, Status.CLOSED):
                status = Status.OPEN
                facts.append(Fact(moment, Happening.BECAME, status=status))
    return facts


def told_by_clocks(standing: Standing, rules: Rules, until: datetime) -> list[tuple]:
    told = []
    for one in rules.settle(standing, until).clocks:
        counted, due = one.counted, None
        if one.is_alive and one.running_since is not None:
            counted += rules.calendar.counted(one.running_since, until)
            due = rules.due(one, standing.severity)
        told.append((one.measure, one.began_at, counted, one.ended_at, due, one.breached_at))
    return sorted(told, key=lambda one: one[:3])


def told_by_replay(accounts: list[Account]) -> list[tuple]:
    told = [
        (
            one.measure,
            one.began_at,
            one.counted,
            None if one.outcome is Outcome.VOID else one.ended_at,
            one.due_at,
            one.breached_at,
        )
        for one in accounts
    ]
    return sorted(told, key=lambda one: one[:3])


@pytest.mark.requirement("TK-06")
def test_clocks_moved_fact_by_fact_say_what_a_replay_of_all_facts_says():
    """600 random histories; PARVIS_LONG_TESTS runs 10,000."""
    chance = random.Random(2026)
    for number in range(10_000 if os.environ.get("PARVIS_LONG_TESTS") else 600):
        facts, policy, calendar = a_history(chance), chance.choice(POLICIES), chance.choice(CALENDARS)
        rules, standing = Rules(policy, calendar), Standing()
        for fact in facts:
            standing = rules.advance(standing, fact)
        until = facts[-1].at + timedelta(minutes=chance.choice(STEPS))

        replayed = told_by_replay(explain(facts, policy, calendar, until))

        assert told_by_clocks(standing, rules, until) == replayed, (number, facts, until)
