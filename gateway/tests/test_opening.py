"""« Ouvert maintenant jusqu'à… », read from what the organisation wrote."""

from datetime import UTC, date, datetime, time

import pytest

from chassis.pages import Opening
from gateway.opening import HoursException, days, open_until, ranges, told
from gateway.opening_words import in_words, phrase_in_words

LINES = (
    Opening(day="Lundi au jeudi", hours="8 h 30 – 12 h, 13 h 30 – 17 h 30"),
    Opening(day="Vendredi", hours="8 h 30 - 16 h"),
    Opening(day="Samedi", hours="9:00 à 12:00"),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2026, whose 2nd is a Monday, by Paris's winter clock."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        (at(2, 9), time(12)),
        (at(2, 12), None),
        (at(2, 13, 29), None),
        (at(2, 13, 30), time(17, 30)),
        (at(5, 17, 29), time(17, 30)),
        (at(6, 17), None),
        (at(6, 15, 59), time(16)),
        (at(7, 9), time(12)),
        (at(8, 10), None),
    ],
)
def test_it_is_open_between_its_hours(moment: datetime, closes: time | None):
    assert open_until(LINES, moment) == closes


def test_hours_are_paris_time_in_summer_too():
    assert open_until(LINES, datetime(2026, 7, 6, 6, 30, tzinfo=UTC)) == time(12)


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("Lundi", {0}),
        ("Mardi et vendredi", {1, 4}),
        ("Du lundi au vendredi", {0, 1, 2, 3, 4}),
        ("Lundi, mercredi, samedi", {0, 2, 5}),
        ("Tous les jours", set()),
    ],
)
def test_days_are_read_from_words(words: str, known: set[int]):
    assert days(words) == known


def test_a_closed_day_keeps_the_capital_of_an_english_month():
    closed = HoursException(first_day=date(2026, 12, 10), last_day=date(2026, 12, 10))

    [english] = told([closed], str, at(2, 9).replace(month=12), locale="en")
    [french] = told([closed], str, at(2, 9).replace(month=12))

    assert (english.day, french.day) == ("Thursday 10 December 2026", "Jeudi 10 décembre 2026")


@pytest.mark.parametrize(
    "words", ["sur rendez-vous, 9 h – 12 h", "Fermé", "semaines paires 9 h – 12 h", "25 h – 26 h", ""]
)
def test_hours_that_are_not_certain_are_not_told(words: str):
    assert ranges(words) == []


@pytest.mark.requirement("GW-09")
@pytest.mark.parametrize(
    ("day", "hours", "read"),
    [
        ("Lundi", "8 h 30 – 12 h, 13 h 30 – 17 h 30", ("Monday", "8:30 am – 12:00 pm, 1:30 pm – 5:30 pm")),
        ("Du lundi au vendredi", "fermé", ("Monday to Friday", "Closed")),
        ("Mardi et jeudi", "9h-12h et 14h-17h", ("Tuesday and Thursday", "9:00 am – 12:00 pm and 2:00 pm – 5:00 pm")),
        ("Tous les jours", "Sur rendez-vous", ("Every day", "By appointment")),
        ("Samedi (semaines paires)", "9 h, sonnez", ("Samedi (semaines paires)", "9 h, sonnez")),
        ("Samedis", "25 h – 26 h", ("Saturday", "25 h – 26 h")),
    ],
)
def test_hours_are_read_in_english_where_every_word_is_known(day: str, hours: str, read: tuple[str, str]):
    line = in_words(Opening(day=day, hours=hours), "en")

    assert (line.day, line.hours.replace("\u202f", " ").replace("\u00a0", " ")) == read
    assert in_words(Opening(day=day, hours=hours), "fr") == Opening(day=day, hours=hours)


@pytest.mark.requirement("GW-09")
@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Du lundi au vendredi, de 8 h à 16 h 30", "Monday to Friday, 8:00 am to 4:30 pm"),
        (
            "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30",
            "Monday to Friday, 8:30 am to 12:00 pm and 1:30 pm to 5:30 pm",
        ),
        ("Le mardi, sonnez deux fois", "Le mardi, sonnez deux fois"),
        ("", ""),
    ],
)
def test_a_departments_hours_are_read_in_english_as_well(said: str, read: str):
    told = phrase_in_words(said, "en")

    assert told.replace("\u202f", " ").replace("\u00a0", " ") == read
    assert phrase_in_words(said, "fr") == said
