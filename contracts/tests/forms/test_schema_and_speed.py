"""The language as a JSON Schema, and how long a form takes."""

import cProfile
import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from contracts.forms import Form, read_form, validate
from contracts.forms.schema import json_schema

pytestmark = pytest.mark.requirement("DM-05")

CYCLE = [
    ("text", "Zoé", {}),
    ("number", "12", {"required": "i0 != null"}),
    ("date", {"day": "1", "month": "2", "year": "2020"}, {"max": "today"}),
    ("yes_no", "oui", {"show_if": "i1 > 2"}),
    ("email", "zoe@exemple.fr", {}),
    ("phone", "0612345678", {}),
    ("address", {"line1": "1 rue Haute", "postal_code": "13100", "city": "Plassans"}, {}),
    ("amount", "1 234,50", {"rules": [{"check": "value > 0", "message": "Plus de 0."}]}),
    ("iban", "FR76 3000 6000 0112 3456 7890 189", {}),
    ("choice", "a", {"options": [{"value": "a", "label": "A"}]}),
]


def test_a_form_of_sixty_items_takes_a_bounded_amount_of_work(context):
    kinds = [CYCLE[number % len(CYCLE)] for number in range(60)]
    items = [{"kind": kind, "id": f"i{number}", "label": "Q"} | more for number, (kind, _, more) in enumerate(kinds)]
    form = read_form({"steps": [{"id": "s", "title": "S", "items": items}]})
    answers = {f"i{number}": typed for number, (_, typed, _) in enumerate(kinds)}
    assert validate(form, answers, context).ok

    assert calls_of(validate, form, answers, context) < 40_000


def test_twice_the_items_cost_about_twice_the_work(context):
    """No item makes the others be read again."""

    def cost(number: int) -> int:
        items = [{"kind": "text", "id": f"i{n}", "label": "Q", "show_if": "i0 != null"} for n in range(number)]
        items[0].pop("show_if")
        form = read_form({"steps": [{"id": "s", "title": "S", "items": items}]})
        answers = {f"i{n}": "x" for n in range(number)}
        assert validate(form, answers, context).ok
        return calls_of(validate, form, answers, context)

    assert cost(80) < 2.6 * cost(40)


def calls_of(function: Callable[..., object], *args: object) -> int:
    """How many calls it makes: the same on a busy machine as on an idle one."""
    profile = cProfile.Profile()
    profile.runcall(function, *args)
    return sum(entry.callcount for entry in profile.getstats())


def test_the_schema_takes_the_example_and_refuses_what_the_language_does_not_know(school: Form):
    validator = Draft202012Validator(json_schema())
    item = {"kind": "text", "id": "x", "label": "X"}

    def valid(*items):
        return validator.is_valid({"steps": [{"id": "s", "title": "S", "items": list(items)}]})

    assert valid(item)
    assert not valid(item | {"colour": "red"})
    assert not valid(item | {"kind": "magic"})
    assert not valid(item | {"id": "Bad id"})


def test_the_schema_is_printed_by_a_command():
    printed = subprocess.run(
        [sys.executable, "-m", "contracts.forms.schema"], capture_output=True, check=True, text=True
    )

    assert json.loads(printed.stdout) == json.loads(json.dumps(json_schema()))
