"""Dates typed in three inputs, and values shown again as typed."""

from datetime import date

import pytest

from chassis.pages import FormState, NotADate, read_date


def test_three_inputs_make_a_date():
    assert read_date({"birth-day": " 7", "birth-month": "3", "birth-year": "1962"}, "birth") == date(1962, 3, 7)


def test_three_empty_inputs_make_none():
    assert read_date({"birth-day": "", "birth-month": " "}, "birth") is None


@pytest.mark.parametrize("typed", [("31", "2", "2026"), ("1", "1", "26"), ("1", "", "2026"), ("a", "1", "2026")])
def test_what_is_no_date_is_refused(typed: tuple[str, str, str]):
    day, month, year = typed

    with pytest.raises(NotADate):
        read_date({"birth-day": day, "birth-month": month, "birth-year": year}, "birth")


def test_a_wrong_date_is_shown_again_as_typed_and_a_kept_one_in_parts():
    assert FormState({"birth-day": "31", "birth-month": "2", "birth-year": ""}).date_parts("birth") == ("31", "2", "")
    assert FormState({"birth": "1962-03-07"}).date_parts("birth") == ("7", "3", "1962")
    assert FormState({"birth": date(1962, 3, 7)}).date_parts("birth") == ("7", "3", "1962")


def test_boxes_may_have_several_values_or_none():
    form = FormState({"reasons": ["id", "other"], "terms": True, "letter": False})

    assert form.chosen("reasons") == ["id", "other"]
    assert form.chosen("terms") == ["true"]
    assert form.chosen("letter") == form.chosen("unknown") == []


def test_a_field_of_a_row_says_which_one():
    form = FormState(rows={"children": "Enfant"})

    assert form.row_of("children[1].days") == form.row_of("children[1]") == "Enfant 2"
    assert form.row_of("children") == form.row_of("income") == form.row_of("others[0].days") == ""
