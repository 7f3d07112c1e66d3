"""Repeated rows, and values worked out."""

import pytest

from contracts.forms import validate

pytestmark = pytest.mark.requirement("DM-05")

COLUMNS = [
    {"kind": "text", "id": "name", "label": "Prénom", "required": True},
    {"kind": "date", "id": "born", "label": "Né le", "max": "today"},
    {"kind": "yes_no", "id": "school", "label": "À l'école ?", "show_if": "row.years >= 3"},
    {"kind": "computed", "id": "years", "label": "Âge", "expression": "age(row.born)", "format": "number"},
]
TABLE = {"kind": "table", "id": "kids", "label": "Enfants", "items": COLUMNS, "max_rows": 2}


def test_each_row_is_read_like_a_small_form(a_form, context):
    rows = [
        {"name": " Léo ", "born": "3/4/2019", "school": "oui"},
        {"name": "Eve", "born": "2026-01-01", "school": "oui"},
    ]

    result = validate(a_form(TABLE), {"kids": rows}, context)

    assert result.answers["kids"] == [
        {"name": "Léo", "born": "2019-04-03", "school": True, "years": 6},
        {"name": "Eve", "born": "2026-01-01", "years": 0},
    ]


def test_a_blank_row_is_left_out_and_the_others_keep_their_numbers_in_problems(a_form, context):
    rows = [{"name": "", "born": {"day": "", "month": "", "year": ""}}, {"name": "Eve", "born": "x"}]

    result = validate(a_form(TABLE), {"kids": rows}, context)

    assert [problem.pointer for problem in result.problems] == ["/kids/1/born"]


@pytest.mark.parametrize(
    ("rows", "pointer", "code"),
    [
        ([{"name": "a"}, {"name": "b"}, {"name": "c"}], "/kids", "too_many_rows"),
        ([{"name": "a"}] * 200, "/kids", "too_many_rows"),
        ([{"name": "a"}] * 10_000, "/kids", "too_many_rows"),
        ([{"name": "a", "x": 1}], "/kids/0/x", "unknown"),
        ([{"born": "2020-01-01"}], "/kids/0/name", "missing"),
        (["Léo"], "/kids/0", "type"),
        ("Léo", "/kids", "type"),
        ({"0": {"name": "a"}}, "/kids", "type"),
    ],
)
def test_rows_are_refused_where_they_stand(a_form, context, rows, pointer, code):
    problem = validate(a_form(TABLE), {"kids": rows}, context).problems[0]

    assert (problem.pointer, problem.code) == (pointer, code)


def test_a_table_may_need_rows(a_form, context):
    assert validate(a_form(TABLE | {"required": True}), {}, context).problems[0].code == "missing_rows"
    assert (
        validate(a_form(TABLE | {"min_rows": 2}), {"kids": [{"name": "a"}]}, context).problems[0].code == "missing_rows"
    )
    assert validate(a_form(TABLE), {}, context).ok


def test_a_rule_may_judge_all_the_rows(a_form, context):
    rule = {"check": "value.exists(v, v.years >= 18)", "message": "Indiquez au moins un adulte."}
    form = a_form(TABLE | {"rules": [rule]})

    result = validate(form, {"kids": [{"name": "Léo", "born": "2019-04-03"}]}, context)

    assert [(p.pointer, p.code, p.message["fr"]) for p in result.problems] == [
        ("/kids", "rule", "Indiquez au moins un adulte.")
    ]
    assert validate(form, {"kids": [{"name": "Zoé", "born": "1980-02-29"}]}, context).ok


def test_a_rule_of_the_author_judges_an_answer(a_form, context):
    rule = {
        "check": "value.matches('^[A-Z]{2}-[0-9]{3}$')",
        "message": {"fr": "Deux lettres, trois chiffres.", "en": "Two letters."},
    }
    form = a_form({"kind": "text", "id": "plate", "rules": [rule]})

    assert validate(form, {"plate": "AB-123"}, context).ok
    assert validate(form, {"plate": "AB123"}, context).problems[0].message["en"] == "Two letters."


def test_a_computed_value_is_never_taken_from_what_was_sent(a_form, context):
    form = a_form(
        {"kind": "number", "id": "n"}, {"kind": "computed", "id": "twice", "expression": "n * 2", "format": "number"}
    )

    assert validate(form, {"n": 4, "twice": 1_000}, context).answers == {"n": 4, "twice": 8}
    assert validate(form, {"twice": 1_000}, context).answers == {}


@pytest.mark.parametrize(
    ("expression", "form_of_it", "stored"),
    [
        ("'a' + 'b'", {"format": "text"}, "ab"),
        ("round(2.345, 2)", {"format": "number", "decimals": 2}, 2.35),
        ("2.5", {"format": "number"}, 3),
        ("euros(12.5)", {"format": "amount"}, 1250),
        ("add_months(date('2026-01-31'), 1)", {"format": "date"}, "2026-02-28"),
        ("age(date('2008-03-28')) >= 18", {"format": "yes_no"}, False),
        ("age(date('2008-03-27')) >= 18", {"format": "yes_no"}, True),
        ("days_between(date('2026-03-01'), today)", {"format": "number"}, 26),
        ("months_between(today, date('2026-01-28'))", {"format": "number"}, -1),
        ("max([1, 3, 2]) + min(4, 5)", {"format": "number"}, 7),
        ("sum([1, null, 2])", {"format": "number"}, 3),
        ("add_days(today, -27)", {"format": "date"}, "2026-02-28"),
        ("add_years(date('2024-02-29'), 1)", {"format": "date"}, "2025-02-28"),
        ("years_between(date('2020-02-29'), date('2026-02-28'))", {"format": "number"}, 5),
        ("'a' + string(2)", {"format": "text"}, "a2"),
        # What a function cannot take is null, and so is what it gives.
        ("add_days(today, 2147483647)", {"format": "date"}, None),
        ("add_days(null, 1)", {"format": "date"}, None),
        ("add_months(null, 1)", {"format": "date"}, None),
        ("add_years(today, null)", {"format": "date"}, None),
        ("days_between(today, null)", {"format": "number"}, None),
        ("age(null)", {"format": "number"}, None),
        ("round(null)", {"format": "number"}, None),
        ("round(2.5, 9)", {"format": "number"}, None),
        ("euros(true)", {"format": "amount"}, None),
        ("sum(3)", {"format": "number"}, None),
        ("sum(['a'])", {"format": "number"}, None),
        ("max([])", {"format": "number"}, None),
        ("add_years(today, 100000)", {"format": "date"}, None),
        ("date('demain')", {"format": "date"}, None),
        # Nothing is shown for what is no number, or for one too large to be meant.
        ("1.0 / 0.0", {"format": "number"}, None),
        ("0.0 / 0.0", {"format": "number"}, None),
        ("0.0 / 0.0", {"format": "amount"}, None),
        ("euros(0.0 / 0.0)", {"format": "amount"}, None),
        ("euros(1.0 / 0.0)", {"format": "amount"}, None),
        ("round(0.0 / 0.0, 2)", {"format": "number"}, None),
        ("sum([1.0 / 0.0, -1.0 / 0.0])", {"format": "number"}, None),
        ("1e300 * 1e300", {"format": "number"}, None),
        ("1e16", {"format": "amount"}, None),
        ("1 / 0", {"format": "number"}, None),
        ("9223372036854775807 * 2", {"format": "number"}, None),
    ],
)
def test_a_computed_value_has_the_form_its_format_says(a_form, context, expression, form_of_it, stored):
    form = a_form({"kind": "computed", "id": "it", "expression": expression} | form_of_it)

    assert validate(form, {}, context).answers.get("it") == stored


def test_computed_values_may_build_on_each_other_in_any_order(a_form, context):
    form = a_form(
        {"kind": "computed", "id": "c", "expression": "b + 1", "format": "number"},
        {"kind": "computed", "id": "b", "expression": "a + 1", "format": "number"},
        {"kind": "number", "id": "a"},
    )

    assert validate(form, {"a": 1}, context).answers == {"c": 3, "b": 2, "a": 1}


def test_a_computed_value_of_another_kind_than_its_format_is_a_fault(a_form, context):
    form = a_form({"kind": "computed", "id": "it", "expression": "'a'", "format": "number"})

    result = validate(form, {}, context)

    assert (result.answers, result.faults[0].code) == ({}, "not_typed")
