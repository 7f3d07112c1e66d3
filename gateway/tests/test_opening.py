"""« Ouvert maintenant jusqu'à… », read from what the organisation wrote."""

from datetime import UTC, datetime, time

import pytest

from chassis.pages import Opening
from gateway.opening import days, open_until, ranges

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


@pytest.mark.parametrize(
    "words", ["sur rendez-vous, 9 h – 12 h", "Fermé", "semaines paires 9 h – 12 h", "25 h – 26 h", ""]
)
def test_hours_that_are_not_certain_are_not_told(words: str):
    assert ranges(words) == []
