"""Sixty dated cases of the legal clock, each with the text that it rests on. Moments are hours of Paris."""

from datetime import date, datetime
from typing import NamedTuple

import pytest

from chassis.clock import PARIS
from demarches.domain.clock import Because, ClockStatus, Wait, legal_clock
from demarches.domain.rules import ClockRule, Days, Silence, WhileMissing

YES, NO, NONE = Silence.ACCEPTANCE, Silence.REJECTION, Silence.NONE
SUSPENDS = WhileMissing.SUSPENDS
PLANNING = (("ask_within_months", 1),)


class Case(NamedTuple):
    """`period` is « 2m », « 15d », « 10w » (ouvrés) or « 10o » (ouvrables); `waits` are days asked and received."""

    article: str
    silence: Silence
    period: str
    received: str
    due: str | None
    waits: tuple[tuple[str, str | None], ...] = ()
    more: tuple[tuple[str, int], ...] = ()


CASES = [
    # Two months, from one day of the month to the same.
    Case("CRPA L231-1", YES, "2m", "2026-03-27 14:00", "2026-05-27"),
    Case("CRPA L231-1", YES, "2m", "2026-01-01 09:00", "2026-03-01"),
    Case("CRPA L231-1", YES, "2m", "2026-12-31 10:00", "2027-02-28"),
    Case("CRPA L231-1", YES, "2m", "2027-12-31 10:00", "2028-02-29"),
    Case("CRPA L231-1", YES, "2m", "2026-12-30 10:00", "2027-02-28"),
    Case("CRPA L231-1", YES, "2m", "2026-12-29 10:00", "2027-02-28"),
    Case("CRPA L231-1", YES, "2m", "2026-12-28 10:00", "2027-02-28"),
    Case("CRPA L231-1", YES, "2m", "2026-08-31 10:00", "2026-10-31"),
    Case("CRPA L231-1", YES, "2m", "2026-07-31 10:00", "2026-09-30"),
    Case("CRPA L231-1", YES, "2m", "2026-06-30 10:00", "2026-08-30"),
    # Midnight in Paris, in winter and in summer: the day is the administration's own.
    Case("CRPA L112-11", YES, "2m", "2026-03-27 23:59", "2026-05-27"),
    Case("CRPA L112-11", YES, "2m", "2026-03-28 00:00", "2026-05-28"),
    Case("CRPA L112-11", YES, "2m", "2026-07-14 23:59", "2026-09-14"),
    Case("CRPA L112-11", YES, "2m", "2026-07-15 00:01", "2026-09-15"),
    Case("CRPA L112-11", YES, "2m", "2026-12-31 23:59", "2027-02-28"),
    Case("CRPA L112-11", YES, "2m", "2027-01-01 00:00", "2027-03-01"),
    # The nights when clocks change.
    Case("décret n° 2001-1048", YES, "2m", "2027-03-28 01:59", "2027-05-28"),
    Case("décret n° 2001-1048", YES, "2m", "2027-03-28 03:00", "2027-05-28"),
    Case("décret n° 2001-1048", YES, "2m", "2026-10-25 02:30", "2026-12-25"),
    # A Saturday, a Sunday or a holiday neither begins nor extends a period of silence.
    Case("CRPA L231-1", YES, "2m", "2026-03-01 10:00", "2026-05-01"),
    Case("CRPA L231-1", YES, "2m", "2026-10-25 10:00", "2026-12-25"),
    Case("CRPA L231-1", YES, "2m", "2026-05-16 10:00", "2026-07-16"),
    # Rejection by silence.
    Case("CRPA L231-4, 1°", NO, "2m", "2026-03-27 14:00", "2026-05-27"),
    Case("CRPA L231-4, 2°", NO, "2m", "2026-04-30 14:00", "2026-06-30"),
    Case("CRPA L231-4, 3°", NO, "2m", "2026-09-30 14:00", "2026-11-30"),
    Case("CRPA L231-4, 5°", NO, "2m", "2026-12-31 14:00", "2027-02-28"),
    # Other periods set by decree (CRPA L231-6).
    Case("CRPA L231-6", YES, "4m", "2026-10-31 10:00", "2027-02-28"),
    Case("CRPA L231-6", YES, "4m", "2026-11-30 10:00", "2027-03-30"),
    Case("CRPA L231-6", NO, "4m", "2026-01-15 10:00", "2026-05-15"),
    Case("CRPA L231-6", NO, "6m", "2026-08-31 10:00", "2027-02-28"),
    Case("CRPA L231-6", NO, "1m", "2027-01-31 10:00", "2027-02-28"),
    Case("CESEDA R313-10", NO, "1m", "2026-05-31 10:00", "2026-06-30"),
    Case("code de la sécurité intérieure R253-6", NO, "1m", "2026-11-28 10:00", "2026-12-28"),
    Case("CRPA R*311-12 et R311-13", NO, "1m", "2026-03-31 10:00", "2026-04-30"),
    # Days: calendar ones unless the text says otherwise.
    Case("CGCT L2213-2", NO, "15d", "2026-03-27 14:00", "2026-04-11"),
    Case("CGCT L2213-2", NO, "15d", "2026-02-20 14:00", "2026-03-07"),
    Case("code du sport R331-10", NO, "30d", "2026-12-15 14:00", "2027-01-14"),
    Case("RGPD, article 12", NO, "30d", "2028-02-10 14:00", "2028-03-11"),
    # Working days (ouvrés: Monday to Friday; ouvrables: Monday to Saturday), less public holidays.
    Case("CRPA R112-11-1", NO, "10w", "2026-03-27 14:00", "2026-04-13"),
    Case("CRPA R112-11-1", NO, "1w", "2026-04-30 14:00", "2026-05-04"),
    Case("CRPA R112-11-1", NO, "1w", "2026-04-03 14:00", "2026-04-07"),
    Case("CRPA R112-11-1", NO, "3w", "2026-12-23 14:00", "2026-12-29"),
    Case("code du travail L3133-1", NO, "1o", "2026-05-13 14:00", "2026-05-15"),
    Case("code du travail L3133-1", NO, "2o", "2026-05-08 14:00", "2026-05-11"),
    Case("code du travail L3133-1", NO, "6o", "2026-07-10 14:00", "2026-07-18"),
    # An indispensable piece is missing: for an acceptance the period runs from its receipt.
    Case("CRPA L114-5", YES, "2m", "2026-03-27 14:00", "2026-06-15", (("2026-04-02", "2026-04-15"),)),
    Case("CRPA L114-5", YES, "2m", "2026-03-27 14:00", "2026-07-01", (("2026-04-02", "2026-05-01"),)),
    Case("CRPA L114-5", YES, "2m", "2026-12-01 14:00", "2027-02-28", (("2026-12-10", "2026-12-31"),)),
    Case("CRPA L114-5", YES, "2m", "2026-03-27 14:00", None, (("2026-04-02", None),)),
    Case(
        "CRPA L114-5",
        YES,
        "2m",
        "2026-03-27 14:00",
        "2026-07-20",
        (("2026-04-02", "2026-04-15"), ("2026-04-20", "2026-05-20")),
    ),
    Case(
        "CRPA L114-5",
        YES,
        "2m",
        "2026-03-27 14:00",
        "2026-06-30",
        (("2026-04-02", "2026-04-30"), ("2026-04-10", "2026-04-20")),
    ),
    Case("CRPA L114-5", YES, "2m", "2026-03-27 14:00", None, (("2026-04-02", "2026-04-15"), ("2026-04-20", None))),
    # For a rejection the days spent waiting do not count.
    Case("CRPA L114-5", NO, "2m", "2026-03-27 14:00", "2026-06-09", (("2026-04-02", "2026-04-15"),)),
    Case("CRPA L114-5", NO, "2m", "2026-03-27 14:00", "2026-05-27", (("2026-04-02", "2026-04-02"),)),
    Case(
        "CRPA L114-5",
        NO,
        "2m",
        "2026-03-27 14:00",
        "2026-06-11",
        (("2026-04-02", "2026-04-12"), ("2026-05-01", "2026-05-06")),
    ),
    Case(
        "CRPA L114-5",
        NO,
        "2m",
        "2026-03-27 14:00",
        "2026-06-14",
        (("2026-04-02", "2026-04-12"), ("2026-04-08", "2026-04-20")),
    ),
    Case("CRPA L114-5", NO, "2m", "2026-03-27 14:00", None, (("2026-04-02", None),)),
    # A piece that is not indispensable cannot suspend: it is no wait at all.
    Case("CRPA L114-5-1", YES, "2m", "2026-03-27 14:00", "2026-05-27"),
    # Urban planning: asked within a month, the file is complete on its receipt; later, nothing moves.
    Case("code de l'urbanisme R423-23 a", YES, "1m", "2026-03-27 14:00", "2026-04-27", (), PLANNING),
    Case("code de l'urbanisme R423-23 b", YES, "2m", "2026-03-27 14:00", "2026-05-27", (), PLANNING),
    Case("code de l'urbanisme R423-23 c", YES, "3m", "2026-11-30 14:00", "2027-02-28", (), PLANNING),
    Case(
        "code de l'urbanisme R423-38",
        YES,
        "2m",
        "2026-03-27 14:00",
        "2026-07-10",
        (("2026-04-27", "2026-05-10"),),
        PLANNING,
    ),
    Case(
        "code de l'urbanisme R423-38",
        YES,
        "2m",
        "2026-03-27 14:00",
        "2026-05-27",
        (("2026-04-28", "2026-05-10"),),
        PLANNING,
    ),
    Case("code de l'urbanisme R423-38", YES, "2m", "2026-03-27 14:00", "2026-05-27", (("2026-05-02", None),), PLANNING),
    Case(
        "code de l'urbanisme R423-39",
        YES,
        "1m",
        "2027-01-31 14:00",
        "2027-04-15",
        (("2027-02-28", "2027-03-15"),),
        PLANNING,
    ),
    Case(
        "code de l'urbanisme R423-41",
        YES,
        "1m",
        "2027-01-31 14:00",
        "2027-02-28",
        (("2027-03-01", "2027-03-15"),),
        PLANNING,
    ),
    # No decision is owed: silence has no effect.
    Case("décret n° 2017-890", NONE, "", "2026-03-27 14:00", None),
    Case("code électoral L18", NONE, "", "2026-12-31 23:59", None),
]


def rule_of(case: Case) -> ClockRule:
    number, unit = int(case.period[:-1] or 0), case.period[-1:]
    return ClockRule(
        silence=case.silence,
        months=number if unit == "m" else 0,
        days=0 if unit == "m" else number,
        counted={"w": Days.OUVRES, "o": Days.OUVRABLES}.get(unit, Days.CALENDAR),
        while_missing=SUSPENDS if case.silence is NO else WhileMissing.RESTARTS,
        articles=(case.article,),
        **dict(case.more),
    )


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def clock_of(case: Case, today: date):
    waits = [Wait(paris(f"{a} 11:00"), paris(f"{b} 16:00") if b else None) for a, b in case.waits]
    return legal_clock(rule_of(case), received_at=paris(case.received), waits=waits, today=today)


def test_there_are_sixty_cases_or_more():
    assert len(CASES) >= 60


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.article} {case.received} {case.period}")
def test_the_period_ends_when_the_text_says(case: Case):
    due = date.fromisoformat(case.due) if case.due else None

    assert clock_of(case, date(2026, 1, 1)).due_on == due


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize("case", [c for c in CASES if c.due], ids=lambda case: f"{case.article} {case.received}")
def test_silence_has_its_effect_from_the_next_day_only(case: Case):
    from datetime import timedelta

    due = date.fromisoformat(case.due or "")

    assert clock_of(case, due).status is ClockStatus.RUNNING
    assert clock_of(case, due + timedelta(days=1)).status is ClockStatus.ELAPSED


@pytest.mark.requirement("DM-18")
def test_a_demand_made_too_late_is_explained():
    case = next(c for c in CASES if c.article.endswith("R423-41"))

    assert Because.TOO_LATE in [line.because for line in clock_of(case, date(2027, 3, 1)).lines]
