"""Acts on the parts of a definition's document: steps and items, found by name, moved, replaced, taken away."""

import copy
from typing import Any, cast

from demarches.domain.refusals import PartNotFound

Document = dict[str, Any]
Part = dict[str, Any]


def steps_of(document: Document) -> list[Part]:
    form: Document = document.setdefault("form", {"version": 1, "steps": []})
    return cast(list[Part], form.setdefault("steps", []))


def lists_of(document: Document) -> list[list[Part]]:
    """Every list that holds items: of steps, of sections and tables in them."""
    found: list[list[Part]] = []

    def walk(items: list[Part]) -> None:
        found.append(items)
        for item in items:
            if isinstance(item.get("items"), list):
                walk(item["items"])

    for step in steps_of(document):
        walk(step.setdefault("items", []))
    return found


def tables(document: Document) -> list[Part]:
    return [item for items in lists_of(document) for item in items if item.get("kind") == "table"]


def find(document: Document, name: str) -> tuple[list[Part], int]:
    """The list that holds the step or item, and its place in it."""
    for members in (steps_of(document), *lists_of(document)):
        for place, member in enumerate(members):
            if member.get("id") == name:
                return members, place
    raise PartNotFound


def part(document: Document, name: str) -> Part:
    members, place = find(document, name)
    return members[place]


def changed(document: Document) -> Document:
    """One's own to change: drafts are compared with what they were."""
    return copy.deepcopy(document)


def move(document: Document, name: str, by: int) -> Document:
    made = changed(document)
    members, place = find(made, name)
    to = place + by
    if 0 <= to < len(members):
        members[place], members[to] = members[to], members[place]
    return made


def remove(document: Document, name: str) -> Document:
    made = changed(document)
    members, place = find(made, name)
    del members[place]
    return made


def add(document: Document, within: str | None, new: Part) -> Document:
    """`within`: the step, section or table that gets it; None for a step."""
    made = changed(document)
    if within is None:
        steps_of(made).append(new)
    else:
        part(made, within).setdefault("items", []).append(new)
    return made


def add_piece(document: Document, within: str | None, new: Part) -> Document:
    """To a step of pieces alone, where files are joined: the one it is added to, else the last, else a new one at the end."""
    made = changed(document)
    steps = [step for step in steps_of(made) if _kinds(step) <= {"piece"}]
    asked = [step for step in steps if within in _names(step)]
    if asked:
        return add(made, within, new)
    filled = [step for step in steps if _kinds(step)]
    if filled:
        return add(made, filled[-1]["id"], new)
    taken = {name for step in steps_of(made) for name in _names(step)}
    name = next(one for one in ("pieces", *(f"pieces_{number}" for number in range(2, 999))) if one not in taken)
    return add(made, None, {"id": name, "title": {"fr": "Mes pièces", "en": "My documents"}, "items": [new]})


def _kinds(step: Part) -> set[str]:
    """Of what it asks; sections ask nothing themselves."""
    found: set[str] = set()
    for item in step.get("items", []):
        found |= _kinds(item) if item.get("kind") == "section" else {item.get("kind", "")}
    return found


def _names(part: Part) -> set[str]:
    return {part.get("id", "")}.union(*(_names(item) for item in part.get("items", [])))


def replace(document: Document, name: str, new: Part) -> Document:
    made = changed(document)
    members, place = find(made, name)
    members[place] = new
    return made
