"""The fields by which the questions of a form are written, and the document that they make.

The form travels with its page and is kept when the service is: until then, nothing of it is anybody else's. Field names
are `q-<number>-<property>`; what has no field stands in `q-<number>-rest` as it is written.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from chassis.refusals import Fault
from contracts.forms.words import Words
from ticketing.domain import questions as form
from ticketing.domain.questions import Document, Question, expression

FIELDS = 2_000
"""As many as the longest form has."""
_WITH_FIELDS = ("kind", "id", "label", "help", "text", "required", "show_if", "options")
_NAME = re.compile(r"[^a-z0-9]+")


def values_of(document: Document) -> dict[str, str]:
    """What the fields show."""
    said = {"form": json.dumps(document, ensure_ascii=False)}
    for number, question in enumerate(form.questions(document)):
        rest = {name: value for name, value in question.items() if name not in _WITH_FIELDS}
        shown = {
            "label_fr": _french(question.get("text" if question.get("kind") == "information" else "label")),
            "label_en": _english(question.get("text" if question.get("kind") == "information" else "label")),
            "help_fr": _french(question.get("help")),
            "help_en": _english(question.get("help")),
            "required": expression(question.get("required")),
            "show_if": expression(question.get("show_if")),
            "options": "\n".join(_line(option) for option in question.get("options", [])),
            "id": str(question.get("id", "")),
            "rest": json.dumps(rest, ensure_ascii=False) if rest else "",
        }
        said |= {f"q-{number}-{name}": value for name, value in shown.items()}
    return said


def document_in(fields: Mapping[str, str], faults: list[Fault]) -> Document:
    """The form that was sent, with what was typed in its questions. What cannot be read is noted in `faults`."""
    try:
        document = json.loads(fields.get("form", ""))
        asked = form.questions(document)
    except (ValueError, TypeError, AttributeError, KeyError):
        faults.append(Fault("/form", "Ce formulaire n’est pas lisible : reprenez-le depuis le catalogue.", "form"))
        return form.empty()
    made = [_typed(number, question, fields, faults) for number, question in enumerate(asked)]
    return form.replaced(document, made)


def acted(document: Document, act: str, kind: str) -> Document:
    """`up-3`, `down-3`, `remove-3`, `add`; anything else changes nothing."""
    verb, _, number = act.partition("-")
    place = int(number) if number.isdecimal() and len(number) < 4 else -1
    match verb:
        case "up":
            return form.moved(document, place, -1)
        case "down":
            return form.moved(document, place, 1)
        case "remove":
            return form.removed(document, place)
        case "add" if len(form.questions(document)) < form.MOST:
            return form.added(document, kind)
        case _:
            return document


def field_at(pointer: str, document: Document) -> str:
    """Where a page shows a fault of the form."""
    inside = pointer.removeprefix("form")
    place = form.place_of(document, inside)
    if place is None:
        return "form"
    about = next((name for name in ("show_if", "required", "options", "id") if f"/{name}" in inside), "label_fr")
    return f"q-{place}-{about}"


def _typed(number: int, question: Question, fields: Mapping[str, str], faults: list[Fault]) -> Question:
    def field(name: str) -> str:
        return fields.get(f"q-{number}-{name}", "").replace("\r\n", "\n").strip()

    if f"q-{number}-label_fr" not in fields:
        return question
    kind = str(question.get("kind"))
    made: Question = {"kind": kind, "id": field("id") or question.get("id", "")}
    made |= _rest(number, field("rest"), faults)
    words, hint = _words(field("label_fr"), field("label_en")), _words(field("help_fr"), field("help_en"))
    if not field("label_fr"):
        faults.append(Fault(f"/q-{number}-label_fr", "Écrivez la question.", "missing"))
    made["text" if kind == "information" else "label"] = words
    if hint:
        made["help"] = hint
    for name in ("required", "show_if"):
        if condition := _condition(field(name), question.get(name)):
            made[name] = condition
    if kind == "choice":
        made["options"] = _options(number, field("options"), question.get("options", []), faults)
    return made


def _rest(number: int, typed: str, faults: list[Fault]) -> Document:
    try:
        read: Any = json.loads(typed or "{}")
    except ValueError:
        read = None
    if not isinstance(read, dict):
        said = "Ce texte n’est pas du JSON : vérifiez guillemets, virgules et accolades."
        faults.append(Fault(f"/q-{number}-rest", said, "json"))
        return {}
    return {str(name): value for name, value in read.items() if name not in ("kind", "id")}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _condition(chosen: str, before: Any) -> Any:
    """Its reason, said in words, stays with a condition that was not changed."""
    if chosen == expression(before):
        return before
    return True if chosen == "yes" else chosen


def _options(number: int, typed: str, before: list[Any], faults: list[Fault]) -> list[Any]:
    """One a line: « Libellé » or « Libellé | Label ». An answer keeps its value while its French label stays."""
    known = {_french(option.get("label")): option for option in before}
    found: list[Any] = []
    taken = {str(option.get("value")) for option in before}
    for line in filter(str.strip, typed.split("\n")):
        french, _, english = (part.strip() for part in line.partition("|"))
        kept = known.get(french)
        value = kept["value"] if kept else _free(french, taken)
        taken.add(value)
        found.append({**(kept or {}), "value": value, "label": _words(french, english)})
    if not found:
        faults.append(Fault(f"/q-{number}-options", "Écrivez les réponses possibles, une par ligne.", "missing"))
    return found


def _free(label: str, taken: set[str]) -> str:
    letters = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    plain = _NAME.sub("_", letters).strip("_")[:40] or "choix"
    names = [plain, *(f"{plain}_{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _line(option: Any) -> str:
    french, english = _french(option.get("label")), _english(option.get("label"))
    return f"{french} | {english}" if english else french


def _words(french: str, english: str) -> Words:
    return {"fr": french, "en": english} if english else french


def _french(words: Any) -> str:
    return str(words.get("fr", "")) if isinstance(words, dict) else str(words or "")  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]


def _english(words: Any) -> str:
    return str(words.get("en", "")) if isinstance(words, dict) else ""  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
