"""The clock worked out anew from all the facts is the clock that was moved fact by fact, whatever happened in whatever order."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demarches.domain.clock import Because, ClockStatus, Wait, add_period, day_of, legal_clock
from demarches.domain.rules import ClockRule, Silence, WhileMissing

RULES = st.builds(
    ClockRule,
    silence=st.sampled_from([Silence.ACCEPTANCE, Silence.REJECTION]),
    months=st.integers(0, 4),
    days=st.integers(0, 40),
    while_missing=st.sampled_from(list(WhileMissing)),
    ask_within_months=st.sampled_from([0, 0, 1, 2]),
)
# Around both changes of the hour, and the ends of the shorter months.
RECEIVED = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
# Hours that pass, then a piece asked for, or the oldest one missing received.
FACTS = st.lists(st.tuples(st.integers(1, 1200), st.sampled_from(["ask", "receive"])), max_size=12)


@dataclass
class Moved:
    """The period as an agent would move it, one event after the other: nothing is looked at twice."""

    rule: ClockRule
    received: date
    start: date = field(init=False)
    suspended: int = 0
    missing: int = 0
    since: date | None = None

    def __post_init__(self) -> None:
        self.start = self.received

    def asks(self, on: date) -> None:
        self.missing += 1
        self.since = self.since or on

    def receives(self, on: date) -> None:
        self.missing -= 1
        if self.missing or self.since is None:
            return
        self.suspended += (on - self.since).days
        self.start, self.since = on, None

    @property
    def due(self) -> date | None:
        if self.missing:
            return None
        if self.rule.while_missing is WhileMissing.RESTARTS:
            return add_period(self.start, months=self.rule.months, days=self.rule.days)
        return add_period(self.received, months=self.rule.months, days=self.rule.days + self.suspended)


@pytest.mark.requirement("DM-18")
@settings(max_examples=300, deadline=None)
@given(RULES, RECEIVED, FACTS)
def test_replayed_from_all_the_facts_it_is_what_each_fact_moved_it_to(
    rule: ClockRule, received_at: datetime, facts: list[tuple[int, str]]
):
    now, moved = received_at, Moved(rule, day_of(received_at))
    limit = add_period(moved.received, months=rule.ask_within_months) if rule.ask_within_months else date.max
    waits: list[Wait] = []
    for hours, act in facts:
        now += timedelta(hours=hours)
        if act == "ask":
            waits.append(Wait(now))
            if day_of(now) <= limit:
                moved.asks(day_of(now))
        elif (place := next((at for at, wait in enumerate(waits) if wait.until is None), None)) is not None:
            if day_of(waits[place].since) <= limit:
                moved.receives(day_of(now))
            waits[place] = Wait(waits[place].since, now)

        replayed = legal_clock(rule, received_at=received_at, waits=waits, today=day_of(now))

        assert replayed.due_on == moved.due


@pytest.mark.requirement("DM-18")
@settings(max_examples=150, deadline=None)
@given(RULES, RECEIVED, FACTS, st.permutations(range(12)), st.integers(0, 2000))
def test_neither_the_day_of_asking_nor_the_order_of_the_facts_changes_the_date(
    rule: ClockRule, received_at: datetime, facts: list[tuple[int, str]], order: list[int], later: int
):
    waits = waits_of(received_at, facts)
    shuffled = [waits[at] for at in order if at < len(waits)]
    first = legal_clock(rule, received_at=received_at, waits=waits, today=day_of(received_at))
    last = legal_clock(rule, received_at=received_at, waits=shuffled, today=day_of(received_at) + timedelta(days=later))

    assert (first.due_on, first.lines) == (last.due_on, last.lines)
    if last.due_on is None:
        assert last.status is ClockStatus.WAITING
    else:
        assert last.due_on >= day_of(received_at)


@pytest.mark.requirement("DM-18")
def test_a_demand_made_too_late_moves_nothing_even_while_an_earlier_one_is_waited_for():
    """Code de l'urbanisme R423-38: what is asked for after the month has no effect on the period."""
    rule = ClockRule(silence=Silence.ACCEPTANCE, months=2, ask_within_months=1)
    in_time = Wait(at("2026-03-10"), at("2026-05-04"))
    late = Wait(at("2026-04-20"), at("2026-06-30"))

    alone = legal_clock(rule, received_at=at("2026-03-02"), waits=[in_time], today=date(2026, 7, 1))
    both = legal_clock(rule, received_at=at("2026-03-02"), waits=[in_time, late], today=date(2026, 7, 1))
    waiting = legal_clock(rule, received_at=at("2026-03-02"), waits=[in_time, Wait(late.since)], today=date(2026, 7, 1))

    assert (alone.due_on, both.due_on, waiting.due_on) == (date(2026, 7, 4),) * 3
    assert Because.TOO_LATE in [line.because for line in both.lines]


def waits_of(received_at: datetime, facts: list[tuple[int, str]]) -> list[Wait]:
    now, waits = received_at, list[Wait]()
    for hours, act in facts:
        now += timedelta(hours=hours)
        if act == "ask":
            waits.append(Wait(now))
        else:
            waits = [Wait(one.since, one.until or now) for one in waits]
    return waits


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00+00:00")
