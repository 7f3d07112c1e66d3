"""Whatever is sent, the answer is a refusal with a pointer: never a crash, never a long wait."""

import json
from time import process_time
from typing import Any

import msgspec
import pytest

from contracts.forms import answers_from_fields, recap, validate

pytestmark = pytest.mark.requirement("DM-05")

KINDS = ["text", "long_text", "number", "amount", "date", "period", "yes_no", "address", "email", "phone", "person"]
KINDS += ["household_member", "iban", "siret"]


def nested(depth: int, inside: Any) -> Any:
    value: Any = inside
    for number in range(depth):
        value = [value] if number % 2 else {"a": value}
    return value


HOSTILE = [
    nested(10_000, "x"),
    "x" * 10_000,
    "\0",
    "\ud800",
    {"\ud800": "\ud800"},
    float("inf"),
    float("nan"),
    -0.0,
    json.loads("1e999"),
    10**400,
    "9" * 100_000,
    "é" * 100_000,
    "\u0344" * 30_000,
    [None] * 10_000,
    {str(number): number for number in range(10_000)},
    [{}] * 1_000,
    True,
    [[]],
    {"day": {"day": {"day": 1}}},
    {"from": "a" * 5_000, "to": nested(500, 1)},
    {"id": nested(500, 1)},
    {"line1": "a", "postal_code": "\ud800", "city": 1e308},
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_answer_is_refused_in_a_moment(a_form, context, kind, number):
    form = a_form({"kind": kind, "id": "it", "required": True})

    start = process_time()
    result = validate(form, {"it": HOSTILE[number]}, context)

    assert process_time() - start < 0.5
    assert result.problems or kind in ("number", "amount", "yes_no", "long_text")
    assert msgspec.json.encode(result)


def test_unknown_names_are_refused_in_a_bounded_number_and_can_be_written_down(a_form, context):
    form = a_form({"kind": "text", "id": "it"})
    sent = {"\ud800" + "x" * 1_000: 1, "a/b~c": 1} | {f"n{number}": 1 for number in range(10_000)}

    result = validate(form, sent, context)

    assert len(result.problems) == 200
    assert result.problems[1].pointer == "/a~1b~0c"
    assert len(result.problems[0].pointer) <= 101
    assert msgspec.json.encode(result)


@pytest.mark.parametrize("sent", [None, [], "x", 3, [["it", 1]]])
def test_answers_that_are_no_object_are_refused_whole(a_form, context, sent):
    problem = validate(a_form({"kind": "text"}), sent, context).problems[0]

    assert (problem.pointer, problem.code) == ("", "type")


def test_a_million_fields_do_not_take_a_million_rows(school):
    fields = {f"children[{number}].days": ["1"] for number in range(100_000)}

    start = process_time()
    answers = answers_from_fields(school, "request", fields)

    assert process_time() - start < 2
    assert len(answers["children"]) <= 7


def test_hostile_answers_do_not_break_the_recap(school, context):
    sent = {
        name: value
        for name, value in zip(["parent", "home", "mail", "tel", "children", "income"], HOSTILE, strict=False)
    }

    assert recap(school, sent, context)
