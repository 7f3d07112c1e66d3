"""What holds for any answer whatever."""

from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.forms import (
    Context,
    FormFault,
    answers_from_fields,
    check_form,
    fields_from_answers,
    pieces_asked,
    read_form,
    recap,
    validate,
    validate_step,
    visible_steps,
)

pytestmark = pytest.mark.requirement("DM-05")

CONTEXT = Context(
    today=date(2026, 3, 27),
    profile={"household": [{"id": "m1", "family_name": "Li", "given_names": "An", "birth_date": "2019-04-03"}]},
)
OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B", "show_if": "yes_no"}]
LEAVES: list[dict[str, Any]] = [
    {"kind": "text", "id": "text"},
    {"kind": "long_text", "id": "long_text"},
    {"kind": "number", "id": "number"},
    {"kind": "number", "id": "decimal", "decimals": 3, "required": "number > 2"},
    {"kind": "amount", "id": "amount"},
    {"kind": "date", "id": "date", "max": "today"},
    {"kind": "period", "id": "period"},
    {"kind": "yes_no", "id": "yes_no"},
    {"kind": "choice", "id": "choice", "options": OPTIONS, "show_if": "yes_no"},
    {"kind": "choice", "id": "several", "options": OPTIONS, "multiple": True},
    {"kind": "address", "id": "address", "abroad": True},
    {"kind": "email", "id": "email"},
    {"kind": "phone", "id": "phone"},
    {"kind": "person", "id": "person"},
    {"kind": "household_member", "id": "member"},
    {"kind": "iban", "id": "iban"},
    {"kind": "siret", "id": "siret"},
    {"kind": "computed", "id": "half", "expression": "amount / 2", "format": "amount"},
]
COLUMNS = [{name: value for name, value in leaf.items() if name not in ("show_if", "required")} for leaf in LEAVES[:-1]]
COLUMNS[8] = COLUMNS[8] | {"options": OPTIONS, "show_if": "row.yes_no"}
LABELLED = [{"label": leaf["id"]} | leaf for leaf in LEAVES]
TABLE = {
    "kind": "table",
    "id": "table",
    "label": "T",
    "items": [{"label": "C"} | column for column in COLUMNS],
    "max_rows": 3,
}
FORM = read_form({"steps": [{"id": "s", "title": "S", "items": [*LABELLED, TABLE]}]})

texts = st.text(max_size=30) | st.sampled_from(
    ["", " ", "oui", "non", "a", "b", "12,5", "1 000", "-3", "2026-03-27", "27/3/2026", "m1"]
)
texts |= st.sampled_from(
    ["0612345678", "zoe@exemple.fr", "FR7630006000011234567890189", "73282932000074", "13100", "madame"]
)
texts |= st.text(alphabet=st.characters(), max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
parts = [
    "day",
    "month",
    "year",
    "from",
    "to",
    "id",
    "line1",
    "postal_code",
    "city",
    "country",
    "family_name",
    "given_names",
    "birth_date",
    "civility",
]
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(parts) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
dates = st.dates().map(str) | st.fixed_dictionaries(
    dict.fromkeys(("day", "month", "year"), st.integers(0, 3000).map(str))
)
names = st.sampled_from(["Li", "N'Diaye", "Zoe\u0301", "<b>", ""])
addresses = st.fixed_dictionaries({"line1": texts, "postal_code": st.just("13100"), "city": names})
persons = st.fixed_dictionaries(
    {"civility": st.just("madame"), "family_name": names, "given_names": names, "birth_date": dates}
)
likely: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-5, 10**16) | st.integers(0, 99).map(str),
    "decimal": st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    "amount": st.integers(0, 10**14) | st.integers(0, 10**6).map(lambda cents: f"{cents // 100},{cents % 100:02}"),
    "date": dates,
    "period": st.fixed_dictionaries({"from": dates, "to": dates}),
    "yes_no": st.booleans(),
    "several": st.lists(st.sampled_from(["a", "b"])),
    "address": addresses,
    "person": persons,
    "member": persons | st.just({"id": "m1"}),
}
answers_to_leaves = st.fixed_dictionaries(
    {}, optional={leaf["id"]: likely.get(leaf["id"], texts) | anything for leaf in LEAVES}
)
sound_answers = st.fixed_dictionaries({}, optional={leaf["id"]: likely.get(leaf["id"], texts) for leaf in LEAVES[:-1]})
sent = st.tuples(answers_to_leaves, st.lists(sound_answers, max_size=4) | anything).map(
    lambda pair: pair[0] | {"table": pair[1]}
)

many = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@many
@given(answers=sent)
def test_validating_what_was_taken_changes_nothing(answers):
    once = validate(FORM, answers, CONTEXT)
    twice = validate(FORM, once.answers, CONTEXT)

    assert twice.answers == once.answers
    assert not [problem for problem in twice.problems if not problem.code.startswith("missing")]


@many
@given(
    answers=anything
    | st.dictionaries(st.sampled_from([leaf["id"] for leaf in LEAVES]) | st.text(max_size=5), anything, max_size=6)
)
def test_no_json_whatever_makes_it_raise(answers):
    result = validate(FORM, answers, CONTEXT)

    assert msgspec.json.encode(result)
    if isinstance(answers, dict):
        recap(FORM, answers, CONTEXT)
        pieces_asked(FORM, answers, CONTEXT)
        visible_steps(FORM, answers, CONTEXT)
        fields_from_answers(FORM, "s", answers)


@many
@given(answers=sent)
def test_stored_answers_survive_a_page_without_script(answers):
    stored = validate(FORM, answers, CONTEXT).answers

    fields = fields_from_answers(FORM, "s", stored)

    assert validate(FORM, answers_from_fields(FORM, "s", fields), CONTEXT).answers == stored


def in_three_fields(value):
    """A date typed in one field comes back in three, which say the same."""
    if isinstance(value, dict):
        return {name: in_three_fields(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [in_three_fields(inner) for inner in value]
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return value
    return value if day is None else {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


@many
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "text",
                "date.day",
                "date",
                "several",
                "table[0].text",
                "table[2].date.year",
                "table+",
                "table-1",
                "member.id",
                "x",
            ]
        )
        | st.text(max_size=8),
        st.lists(texts, max_size=3),
        max_size=8,
    )
)
def test_any_fields_come_back_as_they_were_typed(fields):
    typed = answers_from_fields(FORM, "s", fields)
    again = answers_from_fields(FORM, "s", fields_from_answers(FORM, "s", typed))

    known = {name: value for name, value in typed.items() if name in {*(leaf["id"] for leaf in LEAVES), "table"}}
    known, again = in_three_fields(known), in_three_fields(again)
    table, table_again = known.pop("table", []), again.pop("table", [])
    assert again == {name: value for name, value in known.items() if name != "half"}
    assert [row for row in table if row] == [row for row in table_again if row]
    assert validate_step(FORM, "s", typed, context=CONTEXT) is not None


words = st.sampled_from(
    [
        "number",
        "amount",
        "date",
        "yes_no",
        "text",
        "several",
        "table",
        "person.birth_date",
        "address.city",
        "member.id",
        "profile.address",
        "today",
        "null",
        "true",
        "1",
        "2.5",
        "'a'",
        "[]",
        "[1]",
        "+",
        "-",
        "*",
        "/",
        "%",
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "&&",
        "||",
        "!",
        "in",
        "?",
        ":",
        "(",
        ")",
        ".",
        ",",
        "[",
        "]",
        "age(",
        "sum(",
        "size(",
        "date(",
        "round(",
        "min(",
        ".size()",
        ".exists(x,",
        "x.all(y,",
        ".map(z,",
        "z",
        "x",
        "y",
    ]
)


@many
@given(expression=st.lists(words, min_size=1, max_size=9).map(" ".join), answers=sound_answers)
def test_a_form_found_sound_never_fails_on_answers(expression, answers):
    item = {"kind": "text", "id": "asked", "label": "A", "show_if": expression}
    form = read_form({"steps": [{"id": "s", "title": "S", "items": [*LABELLED, TABLE, item]}]})

    if check_form(form):
        with suppress(FormFault):
            validate(form, answers, CONTEXT)
    else:
        assert validate(form, answers, CONTEXT) is not None


@many
@given(answers=sent)
def test_the_same_question_has_the_same_answer(answers):
    assert msgspec.json.encode(validate(FORM, answers, CONTEXT)) == msgspec.json.encode(
        validate(FORM, answers, CONTEXT)
    )
