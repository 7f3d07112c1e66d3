"""Tries each expression on made-up answers.

One that compares a text with a number fails here, and not in front of a citizen.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from contracts.forms import items as kinds
from contracts.forms.context import Context
from contracts.forms.evaluation import Evaluation
from contracts.forms.expressions import compiled, evaluate, functions
from contracts.forms.expressions.names import named
from contracts.forms.faults import Fault, FormFault, fault
from contracts.forms.form import Form, Table
from contracts.forms.parts import ADDRESS_PARTS, PERSON_PARTS
from contracts.forms.plan import Use, criteria_uses, held, places_of, uses, uses_at

TODAY = date(2026, 3, 27)
_FUNCTIONS = functions(TODAY)
_RESULTS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, float),
    "amount": (int, float),
    "date": (datetime,),
    "yes_no": (bool,),
}


def sample(item: kinds.Item, *, second: bool) -> Any:
    """An answer of the right kind, in its stored form; two of them, so that both sides of a condition are tried."""
    person = {part: "1980-02-29" if part == "birth_date" else "a" for part in PERSON_PARTS}
    match item:
        case kinds.Number():
            return (1_000 if second else 1) + (0.5 if item.decimals else 0)
        case kinds.Amount():
            return 1_000_000 if second else 100
        case kinds.Date():
            return "2026-03-27" if second else "1980-02-29"
        case kinds.Period():
            return {"from": "2026-03-27", "to": "2026-03-28"}
        case kinds.Choice():
            value = item.options[-1 if second else 0].value
            return [value] if item.multiple else value
        case kinds.YesNo():
            return second
        case kinds.Address():
            return dict.fromkeys(ADDRESS_PARTS, "a")
        case kinds.Person():
            return person
        case kinds.HouseholdMember():
            return person | {"id": "a"}
        case kinds.Computed():
            results = {"text": "a", "number": 1, "amount": 100, "date": "2026-03-27", "yes_no": second}
            return 1.5 if item.format == "number" and item.decimals else results[item.format]
        case Table():
            return [{column.id: sample(column, second=second) for column in item.items}]
        case _:
            return "a"


def trial_faults(form: Form) -> list[Fault]:
    found: dict[tuple[str, str], Fault] = {}
    for second in (False, True):
        evaluation = Evaluation(Context(today=TODAY, profile=_profile()))
        names = evaluation.names
        for place in places_of(form):
            if isinstance(place.item, kinds.Question | kinds.Computed):
                names[place.key] = named(place.item, sample(place.item, second=second))
        for place in places_of(form):
            own = list(uses(place.item, place.pointer)) if place.item is not None else list(uses_at(place))
            for one in _tried(place.item, own, names, second=second):
                found.setdefault((one.pointer, one.code), one)
            if isinstance(place.item, Table):
                row: Any = names[place.key][0]
                for pointer, column in held(place.item, place.pointer):
                    for one in _tried(column, list(uses(column, pointer)), names | {"row": row}, second=second):
                        found.setdefault((one.pointer, one.code), one)
        for one in _tried(None, list(criteria_uses(form)), names, second=second):
            found.setdefault((one.pointer, one.code), one)
    return list(found.values())


def _tried(item: kinds.Item | None, own: list[Use], names: dict[str, Any], *, second: bool) -> Iterator[Fault]:
    for use in own:
        value_names = {"value": named(item, sample(item, second=second))} if item and "value" in use.within else {}
        try:
            value = evaluate(compiled(use.source), names | value_names, _FUNCTIONS)
        except FormFault as failure:
            # Other failures hang on the made-up values: a division by zero, a number in a text.
            if failure.fault.code == "mismatched":
                yield Fault(code="mismatched", pointer=use.pointer, message=failure.fault.message)
            continue
        wanted, kinds_of_result = _wanted(item, use)
        is_stray_bool = isinstance(value, bool) and bool not in kinds_of_result
        if value is not None and (is_stray_bool or not isinstance(value, kinds_of_result)):
            yield fault("not_typed", use.pointer, kind=type(value).__name__, wanted=wanted)


def _wanted(item: kinds.Item | None, use: Use) -> tuple[str, tuple[type, ...]]:
    if isinstance(item, kinds.Computed) and use.pointer.endswith("/expression"):
        return item.format, _RESULTS[item.format]
    if isinstance(item, kinds.Date | kinds.Period) and use.pointer.endswith(("/min", "/max")):
        return "date", _RESULTS["date"]
    return "yes_no", _RESULTS["yes_no"]


def _profile() -> dict[str, Any]:
    person: dict[str, Any] = {part: "1980-02-29" if part == "birth_date" else "a" for part in PERSON_PARTS}
    contact = {"email": "a@b.fr", "phone": "+33400000000", "mobile": "+33600000000"}
    member = person | {"id": "a"}
    return person | contact | {"address": dict.fromkeys(ADDRESS_PARTS, "a"), "household": [member]}
