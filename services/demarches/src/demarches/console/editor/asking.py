"""What makes a question asked, required, refused; what it may be answered with: conditions, checks, options."""

from typing import Any

from chassis.refusals import Fault
from demarches.console.editor.choosing import condition_in
from demarches.console.editor.pages import Document, both_in, set_words
from demarches.console.fields import Sent
from demarches.domain.editor.conditions import source_of
from demarches.domain.editor.flow import slug
from demarches.domain.editor.subjects import Subject
from demarches.domain.refusals import LinesInvalid

SPARE_OPTIONS, SPARE_RULES = 3, 1


def take_condition(made: Document, name: str, fields: Sent, subjects: list[Subject]) -> None:
    """With the author's words for it, if there are some."""
    source = condition_in(fields, name, subjects)
    because = both_in(fields, f"{name}-because")
    if source:
        made[name] = {"when": source, "because": because} if because else source
    else:
        made.pop(name, None)


def take_required(made: Document, fields: Sent, subjects: list[Subject], *, by_itself: bool) -> None:
    """`by_itself`: what the language says where nothing is written (a piece is required, a question is not)."""
    match fields.get("required", "no"):
        case "when":
            if not condition_in(fields, "required-if", subjects):
                said = "Choisissez quand la réponse est obligatoire."
                raise LinesInvalid(faults=[Fault("/required-if", said, "missing")])
            held: Document = {}
            take_condition(held, "required-if", fields, subjects)
            made["required"] = held["required-if"]
        case "yes":
            made["required"] = True
        case _:
            made.pop("required", None)
            if by_itself:
                made["required"] = False


def options_in(before: list[Document], fields: Sent, subjects: list[Subject]) -> list[Document]:
    """In the order of their lines. One without words is taken away; without a name, it gets one of its words."""
    found, number, faults = list[Document](), 0, list[Fault]()
    held = {str(one["value"]): one for one in before}
    while f"option-{number}" in fields:
        at = f"option-{number}"
        number += 1
        label = both_in(fields, at)
        if not label:
            continue
        value = fields.get(f"{at}-value", "").strip() or _free(fields.get(at, ""), found)
        if value in {one["value"] for one in found}:
            faults.append(Fault(f"/{at}-value", "Un autre choix porte déjà ce nom.", "taken"))
            continue
        made: Document = {**held.get(value, {}), "value": value, "label": label}
        set_words(made, "help", fields, f"{at}-help")
        if f"{at}-show_if-how" in fields:
            held_if: Document = {}
            take_condition(held_if, f"{at}-show_if", fields, subjects)
            made.pop("show_if", None)
            if held_if:
                made["show_if"] = held_if[f"{at}-show_if"]
        found.append(made)
    if not found:
        faults.append(Fault("/option-0", "Écrivez au moins un choix.", "missing"))
    if faults:
        raise LinesInvalid(faults=faults)
    return found


def rules_in(fields: Sent, subjects: list[Subject]) -> list[Document]:
    """A check with nothing chosen is taken away; one with something needs words for whoever is refused."""
    found, number, faults = list[Document](), 0, list[Fault]()
    while f"rule-{number}-how" in fields:
        at = f"rule-{number}"
        number += 1
        try:
            check = condition_in(fields, at, subjects)
        except LinesInvalid as wrong:
            faults += wrong.faults
            continue
        message = both_in(fields, f"{at}-message")
        if check and not message:
            faults.append(Fault(f"/{at}-message", "Écrivez ce que doit faire le demandeur.", "missing"))
        if check and message:
            found.append({"check": check, "message": message})
    if faults:
        raise LinesInvalid(faults=faults)
    return found


def required_now(part: Document) -> str:
    required: Any = part.get("required", part.get("kind") == "piece")
    return "when" if source_of(required) else "yes" if required is True else "no"


def _free(label: str, found: list[Document]) -> str:
    taken, stem = {one["value"] for one in found}, slug(label) or "choix"
    return next(
        name for number in range(1, 1_000) if (name := stem if number == 1 else f"{stem}_{number}") not in taken
    )
