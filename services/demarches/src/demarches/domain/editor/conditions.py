"""Conditions as people put them together: « the surface is at most 20 », all of them or one of them.

What an author chose is written in the form language (CEL). What was written by hand in ways no choice can say stays as it is.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, cast

from demarches.domain.editor.subjects import Subject

Join = Literal["all", "any"]
COMPARED = {"is": "==", "is_not": "!=", "under": "<", "at_most": "<=", "over": ">", "at_least": ">="}
SIGNS = {sign: name for name, sign in COMPARED.items()}
ORDERED = frozenset({"number", "decimal", "amount", "date"})
TODAY = "today"
_SIGN = re.compile(r"^(?P<about>.+?)\s*(?P<sign>==|!=|<=|>=|<|>)\s*(?P<value>.+)$", re.DOTALL)
_CONTAINS = re.compile(r"^(?P<no>!)?(?P<about>.+)\.contains\((?P<value>[\"'].*[\"'])\)$", re.DOTALL)
_AMONG = re.compile(r"^(?P<no>!\()?(?P<value>[\"'][^\"']*[\"']) in (?P<about>[\w.]+)(?(no)\))$")
_EUROS = re.compile(r"^euros\((-?\d+)\)$")
_DAY = re.compile(r"^date\([\"'](\d{4}-\d{2}-\d{2})[\"']\)$")


class Clause(NamedTuple):
    """`value` as it is kept: digits, a day in ISO form or `today`, the value of an option, a text."""

    about: str
    operator: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """No clause: it always holds."""

    clauses: tuple[Clause, ...] = ()
    join: Join = "all"


def operators_of(kind: str) -> tuple[str, ...]:
    if kind in ORDERED:
        return (*COMPARED, "given", "absent")
    return {
        "yes_no": ("is", "is_not", "given", "absent"),
        "choice": ("is", "is_not", "given", "absent"),
        "many": ("contains", "lacks", "given", "absent"),
        "text": ("is", "is_not", "contains", "lacks", "given", "absent"),
        "list": ("given", "absent"),
    }.get(kind, ("given", "absent"))


def written(choices: Choices, subjects: Sequence[Subject]) -> str:
    """In the form language. Raises KeyError for what is no subject."""
    known = {one.source: one for one in subjects}
    return (" && " if choices.join == "all" else " || ").join(
        _clause(clause, known[clause.about]) for clause in choices.clauses
    )


def chosen(source: str, subjects: Sequence[Subject]) -> Choices | None:
    """The choices that say it; None for what no choice can say."""
    text = source.strip()
    if not text:
        return Choices()
    for join, sign in (("all", "&&"), ("any", "||")):
        parts = _split(text, sign)
        if parts is None:
            continue
        clauses = [_read(part, subjects) for part in parts]
        if all(clause is not None for clause in clauses):
            return Choices(tuple(cast(list[Clause], clauses)), cast(Join, join))
    return None


def _clause(clause: Clause, subject: Subject) -> str:
    about, kind = clause.about, subject.kind
    match clause.operator:
        case "given":
            return f"size({about}) > 0" if kind in ("many", "list") else f"{about} != null"
        case "absent":
            return f"size({about}) == 0" if kind in ("many", "list") else f"{about} == null"
        case "contains" | "lacks" if kind == "many":
            among = f"{_text(clause.value)} in {about}"
            return among if clause.operator == "contains" else f"!({among})"
        case "contains" | "lacks":
            return f"{'' if clause.operator == 'contains' else '!'}{about}.contains({_text(clause.value)})"
        case _:
            return f"{about} {COMPARED[clause.operator]} {_literal(clause.value, kind)}"


def _literal(value: str, kind: str) -> str:
    match kind:
        case "number":
            return str(int(value))
        case "decimal":
            return repr(float(value))
        case "amount":
            cents = int(value)
            return f"euros({cents // 100})" if cents % 100 == 0 else str(cents)
        case "date":
            return TODAY if value == TODAY else f'date("{date.fromisoformat(value)}")'
        case "yes_no":
            return "true" if value == "true" else "false"
        case _:
            return _text(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(part: str, subjects: Sequence[Subject]) -> Clause | None:
    known: Mapping[str, Subject] = {one.source: one for one in subjects}
    text = part.strip()
    if text in known and known[text].kind == "yes_no":
        return Clause(text, "is", "true")
    if text.startswith("!") and text[1:].strip() in known and known[text[1:].strip()].kind == "yes_no":
        return Clause(text[1:].strip(), "is", "false")
    for pattern, kinds in ((_AMONG, ("many",)), (_CONTAINS, ("text",))):
        found = pattern.match(text)
        if found and found["about"] in known and known[found["about"]].kind in kinds:
            value = _unquoted(found["value"])
            return None if value is None else Clause(found["about"], "lacks" if found["no"] else "contains", value)
    compared = _SIGN.match(text)
    if compared is None:
        return None
    about, sign, value = compared["about"].strip(), compared["sign"], compared["value"].strip()
    return _compared(about, sign, value, known)


def _compared(about: str, sign: str, value: str, known: Mapping[str, Subject]) -> Clause | None:
    inside = about.removeprefix("size(").removesuffix(")")
    if about == f"size({inside})" and inside in known and known[inside].kind in ("many", "list") and value == "0":
        return {">": Clause(inside, "given"), "==": Clause(inside, "absent")}.get(sign)
    subject = known.get(about)
    if subject is None:
        return None
    # Of several answers, « none » is an empty list and no null: such a formula stays as it was written.
    if value == "null" and subject.kind not in ("many", "list"):
        return {"!=": Clause(about, "given"), "==": Clause(about, "absent")}.get(sign)
    operator, read = SIGNS[sign], _value(value, subject)
    return Clause(about, operator, read) if read is not None and operator in operators_of(subject.kind) else None


def _value(text: str, subject: Subject) -> str | None:
    match subject.kind:
        case "number" | "decimal":
            pattern = r"-?\d+" if subject.kind == "number" else r"-?\d+(\.\d+)?"
            return text if re.fullmatch(pattern, text, re.ASCII) else None
        case "amount":
            euros = _EUROS.match(text)
            return str(int(euros[1]) * 100) if euros else text if re.fullmatch(r"-?\d+", text, re.ASCII) else None
        case "date":
            day = _DAY.match(text)
            return TODAY if text == TODAY else day[1] if day else None
        case "yes_no":
            return text if text in ("true", "false") else None
        case _:
            return _unquoted(text)


def _unquoted(text: str) -> str | None:
    """None for what is not one quoted text."""
    quote = text[:1]
    if len(text) < 2 or quote not in ("'", '"') or text[-1] != quote or "\\" in text or quote in text[1:-1]:
        try:
            value = json.loads(text)
        except ValueError:
            return None
        return value if isinstance(value, str) else None
    return text[1:-1]


def _split(text: str, sign: str) -> list[str] | None:
    """At the outside of brackets and quotes; None when the other sign stands there too."""
    parts, depth, quote, start = list[str](), 0, "", 0
    other = "||" if sign == "&&" else "&&"
    for place, mark, two in _marks(text):
        if quote:
            quote = "" if mark == quote and text[place - 1] != "\\" else quote
        elif mark in "\"'":
            quote = mark
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif depth == 0 and two == other:
            return None
        elif depth == 0 and two == sign:
            parts.append(text[start:place])
            start = place + 2
    return [*parts, text[start:]]


def _marks(text: str) -> Iterator[tuple[int, str, str]]:
    for place, mark in enumerate(text):
        yield place, mark, text[place : place + 2]


def reason_of(condition: Any) -> Any:
    """The words of a condition that has some."""
    return cast(dict[str, Any], condition).get("because", "") if isinstance(condition, dict) else ""


def source_of(condition: Any) -> str:
    """The expression of a condition, with or without its words; empty for what always or never is so."""
    if isinstance(condition, dict):
        return str(cast(dict[str, Any], condition).get("when", ""))
    return condition if isinstance(condition, str) else ""
