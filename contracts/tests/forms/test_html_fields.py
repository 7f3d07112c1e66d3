"""Forms work without script: flat fields in, flat fields out, what was typed is repeated."""

import pytest

from contracts.forms import answers_from_fields, field_name, fields_from_answers, row_button, validate, validate_step

pytestmark = pytest.mark.requirement("DM-05")

FIELDS = {
    "children[0].child.id": ["m1"],
    "children[0].days": ["4"],
    "children[1].child.id": [""],
    "children[1].child.family_name": ["Martin"],
    "children[1].child.given_names": ["Eve"],
    "children[1].child.birth_date.day": ["3"],
    "children[1].child.birth_date.month": ["4"],
    "children[1].child.birth_date.year": ["2020"],
    "children[1].days": ["2"],
    "canteen": ["yes"],
    "diet": ["none"],
    "income": ["12 000,50"],
    "_csrf": ["secret"],
}


def test_flat_fields_become_the_answers_of_a_step(school, context):
    answers = answers_from_fields(school, "request", FIELDS)

    result = validate_step(school, "request", answers, context=context)
    assert result.problems == ()
    assert result.answers["children"][1]["child"]["birth_date"] == "2020-04-03"
    assert (result.answers["income"], result.answers["fee"]) == (1_200_050, 900)


def test_what_was_typed_comes_back_even_when_it_is_wrong(school):
    wrong = FIELDS | {"income": ["beaucoup"], "children[1].child.birth_date.day": ["31x"]}

    answers = answers_from_fields(school, "request", wrong)

    assert fields_from_answers(school, "request", answers) == {name: wrong[name] for name in wrong if name != "_csrf"}


def test_stored_answers_are_shown_as_people_type_them(a_form):
    form = a_form(
        {"kind": "number", "id": "n", "decimals": 2},
        {"kind": "amount", "id": "a"},
        {"kind": "date", "id": "d"},
        {"kind": "yes_no", "id": "y"},
        {"kind": "period", "id": "p"},
        {
            "kind": "choice",
            "id": "c",
            "multiple": True,
            "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
        },
    )
    stored = {
        "n": 0.5,
        "a": -1205,
        "d": "2026-03-07",
        "y": False,
        "p": {"from": "2026-04-01", "to": "2026-04-02"},
        "c": ["a", "b"],
    }

    fields = fields_from_answers(form, "only", stored)

    assert fields["n"] == ["0,5"]
    assert fields["a"] == ["-12,05"]
    assert (fields["d.day"], fields["d.month"], fields["d.year"]) == (["7"], ["3"], ["2026"])
    assert fields["y"] == ["no"]
    assert fields["p.to.day"] == ["2"]
    assert fields["c"] == ["a", "b"]


def test_a_field_the_form_does_not_ask_is_kept_and_then_refused(school, context):
    answers = answers_from_fields(
        school, "request", FIELDS | {"admin": ["1"], "children[0].x": ["1"], "home.city": ["Aix"]}
    )

    problems = validate_step(school, "request", answers, context=context).problems
    assert {problem.pointer for problem in problems} == {"/admin", "/children[0].x", "/home.city"}


def test_a_field_sent_twice_is_refused_not_guessed(school, context):
    answers = answers_from_fields(school, "request", FIELDS | {"income": ["1", "2"]})

    problems = validate_step(school, "request", answers, context=context).problems
    assert [(problem.pointer, problem.code) for problem in problems] == [("/income", "amount")]


def test_the_add_button_adds_an_empty_row(school):
    pressed = FIELDS | {"children+": ["Ajouter un enfant"]}

    assert row_button(school, "request", pressed).remove is None
    assert answers_from_fields(school, "request", pressed)["children"][2] == {}
    assert answers_from_fields(school, "request", {"children+": [""]})["children"] == [{}]


def test_the_add_button_stops_at_the_limit(school):
    full = {f"children[{number}].days": ["1"] for number in range(6)} | {"children+": [""]}

    assert len(answers_from_fields(school, "request", full)["children"]) == 6


def test_the_remove_button_removes_the_row_of_that_number(school):
    pressed = FIELDS | {"children-0": ["Retirer"]}

    assert row_button(school, "request", pressed).remove == 0
    assert [row["days"] for row in answers_from_fields(school, "request", pressed)["children"]] == ["2"]


@pytest.mark.parametrize(
    ("pressed", "place"), [("children+", "children[2]"), ("children-0", "children[0]"), ("children-1", "children[0]")]
)
def test_a_pressed_button_tells_the_row_to_go_on_at(school, pressed: str, place: str):
    fields = FIELDS | {pressed: [""]}

    button = row_button(school, "request", fields)
    assert button.place(answers_from_fields(school, "request", fields)) == place


def test_a_button_of_no_table_is_no_button(school, context):
    assert row_button(school, "request", FIELDS | {"parents+": [""]}) is None
    assert "parents+" in answers_from_fields(school, "request", FIELDS | {"parents+": [""]})


def test_a_row_of_which_nothing_was_sent_keeps_its_place(school):
    answers = answers_from_fields(school, "request", {"children[2].days": ["3"], "children-2": [""]})

    assert answers == {"children": [{}, {}]}


def test_a_row_number_out_of_all_proportion_makes_no_rows(school, context):
    answers = answers_from_fields(school, "request", {"children[999].days": ["3"], "children[99999999].days": ["3"]})

    assert set(answers) == {"children[999].days", "children[99999999].days"}


def test_a_date_in_one_field_is_taken_too(a_form, context):
    form = a_form({"kind": "date", "id": "d"})

    assert validate(form, answers_from_fields(form, "only", {"d": ["27/3/2026"]}), context).answers == {
        "d": "2026-03-27"
    }


def test_a_group_sent_as_one_field_is_refused(a_form, context):
    form = a_form({"kind": "address", "id": "home"})

    answers = answers_from_fields(form, "only", {"home": ["1 rue Haute"]})

    assert validate(form, answers, context).problems[0].code == "type"


def test_what_has_no_place_in_a_field_is_left_out(school):
    assert fields_from_answers(school, "request", {"income": {"a": 1}, "children": ["x", 3], "canteen": None}) == {}


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/mail", "mail"),
        ("/home/city", "home.city"),
        ("/children/0/child/birth_date", "children[0].child.birth_date"),
        ("", ""),
    ],
)
def test_a_problem_leads_to_its_field(pointer, name):
    assert field_name(pointer) == name
