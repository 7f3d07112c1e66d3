"""Conditions chosen in a page: what one looks at, how it is compared, with what; read from its fields and told in words."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chassis.pages import FormState
from chassis.refusals import Fault
from demarches.console.editor.words import OPERATORS, OPERATORS_OF_DAYS, OPERATORS_TOLD
from demarches.console.fields import Fields
from demarches.domain.editor.conditions import TODAY, Choices, Clause, chosen, operators_of, written
from demarches.domain.editor.subjects import Subject
from demarches.domain.refusals import LinesInvalid
from demarches.queries.words import dates, translation

TODAYS = ("aujourd’hui", "aujourd’hui", "today")
YES, NO = ("oui", "yes"), ("non", "no")
WRONG = {
    "number": "Écrivez un nombre entier, par exemple 12.",
    "decimal": "Écrivez un nombre, par exemple 12,5.",
    "amount": "Écrivez un montant en euros, par exemple 15000 ou 12,50.",
    "date": "Écrivez un jour (27/3/2026) ou « aujourd’hui ».",
    "yes_no": "Écrivez « oui » ou « non ».",
    "text": "Écrivez ce qui est comparé.",
}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Seen(NamedTuple):
    """`rows`: what is looked at, the comparison, the value as it is typed. `source`: the formula, for who writes it by hand."""

    how: str
    rows: list[tuple[str, str, str]]
    source: str


class Choosing:
    def __init__(self, locale: str) -> None:
        self._locale, self._ = locale, translation(locale)

    def operators(self) -> list[tuple[str, str]]:
        return [(name, self._(word)) for name, word in OPERATORS.items()]

    def answers(self, subjects: Sequence[Subject]) -> list[str]:
        """What may be typed as a value, for the browser to propose."""
        kinds = {one.kind for one in subjects}
        said = [label for one in subjects for _, label in one.options]
        said += [self._("oui"), self._("non")] if "yes_no" in kinds else []
        return sorted({*said, *([self._("aujourd’hui")] if "date" in kinds else [])})

    def see(self, name: str, source: str, subjects: Sequence[Subject], form: FormState, spare: int = 2) -> Seen:
        if f"{name}-how" in form.values:
            typed = [
                (form.value(f"{name}-{n}-about"), form.value(f"{name}-{n}-is"), form.value(f"{name}-{n}-value"))
                for n in range(_typed(form.values, name))
            ]
            return Seen(form.value(f"{name}-how"), typed, form.value(name))
        choices, empty = chosen(source, subjects), [("", "", "")]
        if choices is None:
            return Seen("written", empty * spare, source)
        known = {one.source: one for one in subjects}
        rows = [(c.about, c.operator, self.typed(c, known[c.about])) for c in choices.clauses]
        how = ("any" if choices.join == "any" else "all") if choices.clauses else "none"
        return Seen(how, rows + empty * spare, source)

    def typed(self, clause: Clause, subject: Subject) -> str:
        if clause.operator in ("given", "absent"):
            return ""
        match subject.kind:
            case "date":
                return (
                    self._("aujourd’hui") if clause.value == TODAY else f"{date.fromisoformat(clause.value):%d/%m/%Y}"
                )
            case "amount":
                cents = int(clause.value)
                return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}".replace(".", ",")
            case "decimal":
                return clause.value.removesuffix(".0").replace(".", ",")
            case "yes_no":
                return self._("oui") if clause.value == "true" else self._("non")
            case _:
                return dict(subject.options).get(clause.value, clause.value)

    def told(self, source: str, subjects: Sequence[Subject]) -> str:
        """Empty for what only a formula can say."""
        choices = chosen(source, subjects)
        if choices is None:
            return ""
        known = {one.source: one for one in subjects}
        joined = self._(" et ") if choices.join == "all" else self._(" ou ")
        return joined.join(self._clause(clause, known[clause.about]) for clause in choices.clauses)

    def _clause(self, clause: Clause, subject: Subject) -> str:
        value, words = self.typed(clause, subject), OPERATORS_TOLD
        if value and subject.kind == "date":
            words = OPERATORS_OF_DAYS
            value = (
                value
                if clause.value == TODAY
                else self._("le %(day)s") % {"day": dates(self._locale).day(clause.value)}
            )
        elif value and subject.kind == "amount":
            value = f"{value} €"
        about = self._("« %(label)s »") % {"label": subject.label}
        word = words.get(clause.operator, OPERATORS[clause.operator])
        return " ".join(part for part in (about, self._(word), value) if part)


def condition_in(fields: Fields, name: str, subjects: Sequence[Subject]) -> str:
    """In the form language; empty for what always holds. Raises LinesInvalid at each field that does not fit."""
    how = fields.get(f"{name}-how", "written")
    if how not in ("all", "any"):
        return fields.get(name, "").strip() if how == "written" else ""
    known, clauses, faults = {one.source: one for one in subjects}, list[Clause](), list[Fault]()
    for number in range(_typed(fields, name)):
        about = fields.get(f"{name}-{number}-about", "")
        if not about:
            continue
        try:
            clauses.append(_clause_in(fields, f"{name}-{number}", known[about]))
        except KeyError:
            faults.append(Fault(f"/{name}-{number}-about", "Choisissez ce qui est regardé.", "unknown"))
        except LinesInvalid as wrong:
            faults += wrong.faults
    if not clauses and not faults:
        faults.append(Fault(f"/{name}-0-about", "Choisissez au moins une condition, ou « toujours ».", "missing"))
    if faults:
        raise LinesInvalid(faults=faults)
    return written(Choices(tuple(clauses), "all" if how == "all" else "any"), subjects)


def _clause_in(fields: Fields, row: str, subject: Subject) -> Clause:
    operator = fields.get(f"{row}-is", "")
    if operator not in operators_of(subject.kind):
        said = f"Cette comparaison ne va pas avec « {subject.label} »." if operator else "Choisissez comment comparer."
        raise LinesInvalid(faults=[Fault(f"/{row}-is", said, "operator")])
    if operator in ("given", "absent"):
        return Clause(subject.source, operator)
    value = value_in(fields.get(f"{row}-value", "").strip(), subject)
    if value is None:
        said = WRONG.get(subject.kind, WRONG["text"])
        if subject.options:
            said = f"Choisissez une de ces réponses : {', '.join(label for _, label in subject.options)}."
        raise LinesInvalid(faults=[Fault(f"/{row}-value", said, "value")])
    return Clause(subject.source, operator, value)


def value_in(typed: str, subject: Subject) -> str | None:
    """As it is kept; None for what does not fit."""
    lower = typed.casefold()
    match subject.kind:
        case "number":
            return str(int(typed)) if re.fullmatch(r"-?\d{1,12}", typed, re.ASCII) else None
        case "decimal" | "amount":
            plain = re.sub(r"[\s€]", "", typed).replace(",", ".")
            if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain, re.ASCII):
                return None
            return plain if subject.kind == "decimal" else str(round(float(plain) * 100))
        case "date":
            return TODAY if lower in TODAYS else _day(typed)
        case "yes_no":
            return "true" if lower in YES else "false" if lower in NO else None
        case "choice" | "many":
            found = [value for value, label in subject.options if lower in (value.casefold(), label.casefold())]
            return found[0] if found else None
        case _:
            return typed or None


def _day(typed: str) -> str | None:
    read = _DAY.fullmatch(typed)
    try:
        return (
            date(int(read[3]), int(read[2]), int(read[1])).isoformat()
            if read
            else date.fromisoformat(typed).isoformat()
        )
    except ValueError:
        return None


def _typed(values: object, name: str) -> int:
    number = 0
    while f"{name}-{number}-about" in values:  # pyright: ignore[reportOperatorIssue]
        number += 1
    return number
