"""Dates, periods, choices, yes or no."""

import pytest

pytestmark = pytest.mark.requirement("DM-05")

OPTIONS = [{"value": "a", "label": "Un"}, {"value": "b", "label": "Deux"}, {"value": "c", "label": "Trois"}]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-27",
        "27/03/2026",
        "27/3/2026",
        "27 3 2026",
        "27.03.2026",
        "27-3-2026",
        {"day": "27", "month": "3", "year": "2026"},
        {"day": 27, "month": 3, "year": 2026},
        {"day": " 27 ", "month": "03", "year": "2026"},
    ],
)
def test_a_date_may_be_typed_in_several_ways_and_is_stored_in_one(taken, typed):
    assert taken("date", typed) == "2026-03-27"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("27 mars", "date"),
        ("2026-3-27", "date"),
        ("20260327", "date"),
        ("31/02/2026", "date_unreal"),
        ("29/02/2023", "date_unreal"),
        ({"day": "31", "month": "4", "year": "2026"}, "date_unreal"),
        ("27/3/26", "date_year"),
        ({"day": "27", "month": "3", "year": "12026"}, "date_year"),
        ({"day": "27", "month": "", "year": "2026"}, "date_incomplete"),
        ({"day": "27", "month": "3"}, "date_incomplete"),
        ({"day": "a", "month": "3", "year": "2026"}, "date"),
        ({"day": "9" * 5_000, "month": "3", "year": "2026"}, "date"),
        ({"day": [], "month": {}, "year": 1.5}, "date_incomplete"),
        (20260327, "type"),
        ("x" * 10_000, "too_long"),
    ],
)
def test_what_is_no_date_is_refused_with_an_example(refused, typed, code):
    assert refused("date", typed) == ("/it", code)


def test_the_message_says_how_to_write_a_date(answering):
    assert answering("date", "demain").problems[0].message == {
        "fr": "Indiquez une date au format jour/mois/année, par exemple 27 3 2026.",
        "en": "Enter a date as day/month/year, for example 27 3 2026.",
    }


def test_three_empty_fields_are_no_date_and_no_mistake(taken):
    assert taken("date", {"day": "", "month": " ", "year": ""}) is None


def test_a_stray_part_of_a_date_is_refused_where_it_stands(refused):
    assert refused("date", {"day": "1", "month": "1", "year": "2026", "hour": "3"}) == ("/it/hour", "unknown")


def test_a_date_may_be_limited_by_another_day_or_by_today(taken, refused, answering):
    assert taken("date", "2026-03-27", min="2026-01-01", max="today") == "2026-03-27"
    assert refused("date", "2025-12-31", min="2026-01-01") == ("/it", "date_too_early")
    assert refused("date", "2026-04-28", max="add_months(today, 1)") == ("/it", "date_too_late")
    message = answering("date", "2025-12-31", min="2026-01-01").problems[0].message
    assert message["fr"] == "Indiquez pour « Question » une date à partir du 1er janvier 2026."


def test_a_period_is_two_dates_in_order(taken, refused):
    stored = {"from": "2026-04-01", "to": "2026-04-03"}

    assert taken("period", {"from": "1/4/2026", "to": {"day": "3", "month": "4", "year": "2026"}}) == stored
    assert refused("period", {"from": "2026-04-03", "to": "2026-04-01"}) == ("/it", "period_reversed")
    assert refused("period", {"from": "2026-04-03", "to": ""}) == ("/it", "period_incomplete")
    assert refused("period", {"from": "2026-04-03", "to": "x"}) == ("/it/to", "date")
    assert refused("period", {"from": "2026-04-01", "to": "2026-04-03"}, max_days=2) == ("/it", "period_too_long")
    assert refused("period", {"from": "2026-04-01", "to": "2026-04-03"}, max="2026-04-02") == (
        "/it/to",
        "date_too_late",
    )
    assert refused("period", "2026") == ("/it", "type")


def test_a_choice_is_one_of_those_offered(taken, refused):
    assert taken("choice", "b", options=OPTIONS) == "b"
    for typed in ("d", "B", 1, True, ["a"], {"a": 1}):
        assert refused("choice", typed, options=OPTIONS) == ("/it", "choice")


def test_several_choices_are_kept_once_and_in_the_order_offered(taken, refused):
    assert taken("choice", ["c", "a", "c", ""], options=OPTIONS, multiple=True) == ["a", "c"]
    assert taken("choice", "a", options=OPTIONS, multiple=True) == ["a"]
    assert taken("choice", [], options=OPTIONS, multiple=True) is None
    assert refused("choice", ["a", "d"], options=OPTIONS, multiple=True) == ("/it", "choice")
    assert refused("choice", ["a", ["b"]], options=OPTIONS, multiple=True) == ("/it", "choice")
    assert refused("choice", ["a", "b"], options=OPTIONS, multiple=True, max_choices=1) == ("/it", "too_many_choices")


def test_an_option_that_is_not_offered_to_this_person_cannot_be_chosen(taken, refused):
    options = [*OPTIONS, {"value": "d", "label": "Famille", "show_if": "profile.household.size() > 1"}]

    assert refused("choice", "d", options=options) == ("/it", "choice")
    options[-1]["show_if"] = "profile.household.size() == 1"
    assert taken("choice", "d", options=options) == "d"


@pytest.mark.parametrize(
    ("typed", "stored"), [("yes", True), ("Oui", True), (True, True), ("no", False), (False, False)]
)
def test_yes_and_no_come_as_words_or_booleans(taken, typed, stored):
    assert taken("yes_no", typed) is stored


def test_an_unasked_no_is_an_answer_and_anything_else_is_none(taken, refused):
    assert taken("yes_no", False, required=True) is False
    assert refused("yes_no", "peut-être") == ("/it", "yes_no")
    assert refused("yes_no", 1) == ("/it", "yes_no")
