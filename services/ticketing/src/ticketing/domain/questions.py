"""The questions of a service's form, while somebody puts them together: a document, changed by one act after another.

A request is one page: the steps of a form that was written elsewhere are kept, but nobody sees them.
"""

import copy
import json
from itertools import count
from typing import Any

from contracts.forms import say

Document = dict[str, Any]
Question = dict[str, Any]
# What can be added; what a form may hold besides (tables, computed values…) stays as it was written.
KINDS = (
    "text", "long_text", "choice", "yes_no", "number", "date", "period", "amount", "email", "phone", "person",
    "address", "siret", "information",
)  # fmt: skip
MOST = 60
_PLACE = tuple[list[Question], int]


def empty() -> Document:
    return {"version": 1, "steps": [{"id": "request", "title": {"fr": "Votre demande", "en": "Your request"}}]}


def questions(document: Document) -> list[Question]:
    """In the order in which they are asked."""
    return [items[place] for items, place in _places(document)]


def place_of(document: Document, pointer: str) -> int | None:
    """Which question a JSON pointer into the form is about; None when it is about none."""
    parts = pointer.strip("/").split("/")
    if len(parts) < 4 or parts[0] != "steps" or parts[2] != "items" or not (parts[1] + parts[3]).isdecimal():
        return None
    before = document["steps"][: int(parts[1])]
    return sum(len(step.get("items", [])) for step in before) + int(parts[3])


def replaced(document: Document, made: list[Question]) -> Document:
    """The same places, with these questions in them."""
    changed = copy.deepcopy(document)
    for (items, place), question in zip(_places(changed), made, strict=True):
        items[place] = question
    return changed


def moved(document: Document, number: int, by: int) -> Document:
    asked = questions(document)
    to = number + by
    if 0 <= number < len(asked) and 0 <= to < len(asked):
        asked[number], asked[to] = asked[to], asked[number]
    return replaced(document, asked)


def removed(document: Document, number: int) -> Document:
    changed = copy.deepcopy(document)
    places = _places(changed)
    if 0 <= number < len(places):
        items, place = places[number]
        del items[place]
    return changed


def added(document: Document, kind: str) -> Document:
    """At the end, with a name that no other has; still without words."""
    changed = copy.deepcopy(document)
    if not changed.get("steps"):
        changed["steps"] = empty()["steps"]
    taken = {question.get("id") for question in questions(changed)}
    name = next(name for number in count(1) if (name := f"question_{number}") not in taken)
    new: Question = {"kind": kind if kind in KINDS else "text", "id": name}
    if kind == "information":
        new["text"] = ""
    elif kind == "choice":
        new |= {"label": "", "options": []}
    else:
        new["label"] = ""
    changed["steps"][-1].setdefault("items", []).append(new)
    return changed


def conditions(document: Document, number: int, locale: str) -> list[tuple[str, str, str]]:
    """What the answers to earlier questions may decide: expression, question, answer (empty for « yes » and « no »)."""
    found: list[tuple[str, str, str]] = []
    for question in questions(document)[:number]:
        name, label = question.get("id", ""), say(question.get("label") or "", locale)
        if question.get("kind") == "yes_no":
            found += [(f"{name} == true", label, "true"), (f"{name} == false", label, "false")]
        elif question.get("kind") == "choice" and not question.get("multiple"):
            for option in question.get("options", []):
                value = json.dumps(option.get("value", ""), ensure_ascii=False)
                found.append((f"{name} == {value}", label, say(option.get("label") or "", locale)))
    return found


def expression(condition: Any) -> str:
    """Of a condition with or without its reason; « yes » for what is always so, nothing for what never is."""
    if isinstance(condition, dict):
        return str(condition.get("when", ""))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    return "yes" if condition is True else condition if isinstance(condition, str) else ""


def _places(document: Document) -> list[_PLACE]:
    return [
        (step["items"], place)
        for step in document.get("steps", [])
        for place in range(len(step.setdefault("items", [])))
    ]
