"""The household in forms: offered, chosen, written out; told to nobody else."""

from datetime import date
from typing import Any

import pytest

from chassis.pages.questions import Controls
from contracts.forms import Context, answers_from_fields, read_form, validate
from contracts.forms.assessment import assess
from gateway.portal.demarches.household import asks_for_members, joined

MAXIME = {
    "id": "0190",
    "family_name": "Rougon",
    "given_names": "Maxime",
    "birth_date": "2018-03-27",
    "civility": "monsieur",
}
CHILD = {"kind": "household_member", "id": "child", "label": "Enfant", "required": True}
TABLE = {"kind": "table", "id": "kids", "label": "Enfants", "max_rows": 3, "items": [CHILD]}
OFFERED = [("0190", "Maxime Rougon", ""), ("", "Une autre personne", "")]


def a_form(*items: dict[str, Any]) -> Any:
    return read_form({"steps": [{"id": "only", "title": "Ma demande", "items": list(items)}]})


def shape_of(form: Any, household: list[Any]) -> Any:
    seen = assess(form, {}, Context(today=date(2026, 3, 27)))
    [group] = Controls(form, seen, "fr", household=household).of_step("only", {})
    return [(control.name, control.shape, control.required) for control in group.inside]


@pytest.mark.requirement("ID-21")
def test_a_member_is_chosen_instead_of_typed_and_nothing_changes_for_who_has_none():
    form = a_form(CHILD)

    assert shape_of(form, OFFERED)[0] == ("child.id", "radios", False)
    assert not any(required for _, _, required in shape_of(form, OFFERED))
    assert shape_of(form, [])[0] == ("child.family_name", "text", True)


@pytest.mark.requirement("ID-21")
def test_whoever_is_chosen_is_written_out_and_passes_where_no_household_is_known():
    form = a_form(CHILD)
    typed = answers_from_fields(form, "only", {"child.id": ["0190"], "child.family_name": ["x"]})

    answers = joined(form, "only", typed, [MAXIME])

    # Only the parts that the form asks for, and no number that démarches would keep.
    assert answers == {"child": {"family_name": "Rougon", "given_names": "Maxime", "birth_date": "2018-03-27"}}
    assert validate(form, answers, Context(today=date(2026, 3, 27))).problems == ()


@pytest.mark.requirement("ID-21")
def test_each_row_of_a_table_may_choose_another():
    form = a_form(TABLE)
    other = {"family_name": "Coste", "given_names": "Justine", "birth_date": "2019-05-01"}

    answers = joined(form, "only", {"kids": [{"child": {"id": "0190"}}, {"child": other}]}, [MAXIME])

    assert [row["child"]["given_names"] for row in answers["kids"]] == ["Maxime", "Justine"]


@pytest.mark.requirement("ID-21")
def test_somebody_elses_number_is_left_to_be_refused():
    form = a_form(CHILD)

    answers = joined(form, "only", {"child": {"id": "0191"}}, [MAXIME])

    assert answers == {"child": {"id": "0191"}}
    assert validate(form, answers, Context(today=date(2026, 3, 27))).problems != ()


def test_a_step_without_members_asks_identity_nothing():
    assert asks_for_members(a_form(TABLE), "only")
    assert not asks_for_members(a_form({"kind": "text", "id": "name", "label": "Nom"}), "only")
