"""The slots of a calendar: pure, so told without a server."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from agendas import MONDAY, a_calendar, at

from chassis.clock import PARIS
from demarches.domain.appointments.calendar import Closure, Holidays, OpenDays, Opening, Settings
from demarches.domain.appointments.slots import offered, slots_of, why_closed
from demarches.domain.refusals import CalendarNotRight, SlotNotOffered

EVERY_NIGHT = tuple(Opening(weekday=day, opens=time(1), closes=time(5)) for day in range(1, 8))


def hours(days: OpenDays, day: date) -> list[str]:
    return [slot.starts_at.astimezone(PARIS).strftime("%H:%M") for slot in slots_of(days, day)]


def closed(since: date, until: date, **facts) -> Closure:
    return Closure(id=uuid4(), since=since, until=until, reason="Travaux", **facts)


@pytest.mark.requirement("RV-03")
def test_an_opening_is_cut_into_slots_and_what_is_left_over_is_no_slot():
    calendar = a_calendar(duration_minutes=25)

    assert hours(OpenDays(calendar), MONDAY) == ["09:00", "09:25"]
    assert hours(OpenDays(calendar), MONDAY + timedelta(days=5)) == []


@pytest.mark.requirement("RV-03")
def test_an_opening_of_a_season_opens_in_its_season():
    summer = Opening(weekday=1, opens=time(14), closes=time(15), since=date(2026, 6, 1), until=date(2026, 8, 31))
    days = OpenDays(a_calendar(openings=(summer,), duration_minutes=60))

    assert hours(days, date(2026, 7, 6)) == ["14:00"]
    assert hours(days, date(2026, 9, 7)) == []


@pytest.mark.requirement("RV-03")
@pytest.mark.parametrize(
    ("day", "kind", "why"),
    [
        (date(2026, 5, 14), Holidays.NATIONAL, "Ascension"),
        (date(2026, 7, 14), Holidays.NATIONAL, "Fête nationale"),
        (date(2027, 3, 29), Holidays.NATIONAL, "Lundi de Pâques"),
        (date(2027, 3, 26), Holidays.ALSACE_MOSELLE, "Vendredi saint"),
        (date(2025, 12, 26), Holidays.ALSACE_MOSELLE, "Saint-Étienne"),
    ],
)
def test_public_holidays_close_and_say_their_name(day: date, kind: Holidays, why: str):
    days = OpenDays(a_calendar(holidays=kind))

    assert slots_of(days, day) == []
    assert why_closed(days, day) == why


@pytest.mark.requirement("RV-03")
def test_public_holidays_have_their_name_in_the_reader_s_language():
    days = OpenDays(a_calendar())

    assert why_closed(days, date(2027, 5, 6), "en") == "Ascension Day"
    assert why_closed(days, date(2027, 1, 1), "fr") == "Jour de l’an"


@pytest.mark.requirement("RV-03")
def test_the_holidays_of_alsace_and_moselle_are_working_days_elsewhere():
    assert hours(OpenDays(a_calendar()), date(2027, 3, 26)) == ["09:00", "09:20", "09:40"]
    assert hours(OpenDays(a_calendar(holidays=Holidays.NONE)), date(2026, 5, 14)) == ["09:00", "09:20", "09:40"]


@pytest.mark.requirement("RV-03")
def test_a_closure_closes_days_hours_or_one_desk():
    calendar = a_calendar(resources=("Guichet 1", "Guichet 2"))
    whole = OpenDays(calendar, (closed(MONDAY, MONDAY),))
    part = OpenDays(calendar, (closed(MONDAY, MONDAY, closes=time(9, 10), opens_again=time(9, 30)),))
    desk = OpenDays(calendar, (closed(MONDAY, MONDAY, resource="Guichet 2"),))

    assert (slots_of(whole, MONDAY), why_closed(whole, MONDAY)) == ([], "Travaux")
    assert hours(whole, MONDAY + timedelta(days=1)) == ["09:00", "09:20", "09:40"]
    assert hours(part, MONDAY) == ["09:40"]
    assert [slot.capacity for slot in slots_of(desk, MONDAY)] == [1, 1, 1]
    assert [slot.capacity for slot in slots_of(OpenDays(calendar), MONDAY)] == [2, 2, 2]


@pytest.mark.requirement("RV-03")
def test_the_night_when_clocks_go_forward_has_no_slot_in_the_hour_that_does_not_exist():
    calendar = a_calendar(duration_minutes=30, openings=EVERY_NIGHT)

    night = hours(OpenDays(calendar), date(2027, 3, 28))

    assert night == ["01:00", "01:30", "03:00", "03:30", "04:00", "04:30"]


@pytest.mark.requirement("RV-03")
def test_the_night_when_clocks_go_back_has_the_hour_twice_and_no_slot_twice():
    calendar = a_calendar(duration_minutes=30, openings=EVERY_NIGHT)

    slots = slots_of(OpenDays(calendar), date(2027, 10, 31))

    assert len({slot.starts_at for slot in slots}) == len(slots) == 10
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=30) for slot in slots)
    assert [one.ends_at for one in slots[:-1]] == [other.starts_at for other in slots[1:]]


@pytest.mark.requirement("RV-03")
def test_an_opening_that_begins_in_the_hour_that_does_not_exist_begins_after_it():
    opening = Opening(weekday=7, opens=time(2, 30), closes=time(4))

    assert hours(OpenDays(a_calendar(duration_minutes=30, openings=(opening,))), date(2027, 3, 28)) == [
        "03:00",
        "03:30",
    ]


@pytest.mark.requirement("RV-01")
@pytest.mark.parametrize(
    ("starts_at", "why"),
    [
        (at(9, 0, MONDAY - timedelta(days=7)), "the past"),
        (at(9, 0, MONDAY + timedelta(days=5)), "a Saturday"),
        (at(9, 10), "between two slots"),
        (at(9, 50), "the end of the opening"),
        (at(9, 0, MONDAY + timedelta(days=60)), "beyond the horizon"),
        (datetime(2026, 11, 30, 9), "no offset from UTC"),
    ],
)
def test_only_what_is_offered_can_be_taken(starts_at: datetime, why: str):
    with pytest.raises(SlotNotOffered):
        offered(OpenDays(a_calendar()), starts_at, units=1, at=at(12, 0, MONDAY - timedelta(days=3)))


@pytest.mark.requirement("RV-01")
def test_no_slot_can_be_asked_for_in_the_hour_that_does_not_exist():
    calendar = a_calendar(duration_minutes=30, openings=EVERY_NIGHT, horizon_days=366)
    # 02:30 as a clock that was not put forward would have it: 03:30 in truth, which is another slot.
    wrong = datetime(2027, 3, 28, 2, 15, tzinfo=PARIS)

    with pytest.raises(SlotNotOffered):
        offered(OpenDays(calendar), wrong, units=1, at=datetime(2027, 3, 27, tzinfo=UTC))


@pytest.mark.requirement("RV-03")
def test_a_long_appointment_needs_slots_that_follow_each_other():
    openings = (
        Opening(weekday=1, opens=time(9), closes=time(9, 40)),
        Opening(weekday=1, opens=time(10), closes=time(10, 20)),
    )
    days, now = OpenDays(a_calendar(openings=openings)), at(12, 0, MONDAY - timedelta(days=3))

    assert [slot.starts_at for slot in offered(days, at(9), units=2, at=now)] == [at(9), at(9, 20)]
    with pytest.raises(SlotNotOffered):
        offered(days, at(9, 20), units=2, at=now)


@pytest.mark.requirement("RV-03")
@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"openings": (Opening(weekday=1, opens=time(10), closes=time(9)),)}, "/openings/0"),
        ({"openings": (Opening(weekday=1, opens=time(9), closes=time(9, 10)),)}, "/openings/0"),
        (
            {
                "openings": (
                    Opening(weekday=1, opens=time(9), closes=time(10)),
                    Opening(weekday=1, opens=time(9, 30), closes=time(11)),
                )
            },
            "/openings/1",
        ),
        ({"resources": (" ",)}, "/resources"),
        ({"resources": ("Guichet", "Guichet")}, "/resources"),
    ],
)
def test_rules_that_cannot_be_are_refused_where_they_are(settings, pointer: str):
    calendar = a_calendar()

    with pytest.raises(CalendarNotRight) as refused:
        calendar.set(Settings(duration_minutes=20, **settings))

    assert [fault.pointer for fault in refused.value.faults] == [pointer]
