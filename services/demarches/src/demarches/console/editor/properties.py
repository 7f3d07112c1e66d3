"""The properties that one kind of question has and another has not, each with a field of its own."""

import re
from datetime import date
from typing import Any, NamedTuple

from chassis.refusals import Fault
from contracts.forms import FormFault
from contracts.forms.expressions import compiled
from demarches.console.acting import N_
from demarches.console.editor.pages import Document, number_in, set_words
from demarches.console.fields import Sent
from demarches.domain.form_faults import UNREADABLE
from demarches.domain.refusals import LinesInvalid
from demarches.queries.words import translation


class Property(NamedTuple):
    """`shape` says how it is written: number, decimal, amount, day, words, flag, one, many, name, formula."""

    name: str
    shape: str
    hint: str = ""
    always: bool = False
    """What an unchecked box means is written too, since the language says otherwise by itself."""


DAY = N_(
    "Un jour (27/3/2026), « aujourd’hui », ou « aujourd’hui + 30 jours », « aujourd’hui - 2 mois ». Rien : pas de limite."
)
NONE = N_("Rien : pas de limite.")
_LENGTHS = (Property("min_length", "number"), Property("max_length", "number"))
_PEOPLE = (
    Property("parts", "many"),
    Property("optional", "many", N_("Parmi ce qui est demandé.")),
)
_SENSITIVE = Property("sensitive", "flag", N_("Elle n’est ni exportée, ni cherchée."))
OF_QUESTIONS = (
    Property("write_back", "flag", N_("Le demandeur choisit si elle y est inscrite.")),
    _SENSITIVE,
)
OF_KIND: dict[str, tuple[Property, ...]] = {
    "text": _LENGTHS,
    "long_text": (*_LENGTHS, Property("rows", "number")),
    "number": (
        Property("min", "decimal", NONE), Property("max", "decimal", NONE),
        Property("decimals", "number"), Property("unit", "words", N_("Par exemple : m²")),
    ),
    "amount": (Property("min", "amount"), Property("max", "amount", NONE)),
    "date": (Property("min", "day", DAY), Property("max", "day", DAY)),
    "period": (Property("min", "day", DAY), Property("max", "day", DAY), Property("max_days", "number", NONE)),
    "choice": (Property("multiple", "flag"), Property("max_choices", "number", NONE), Property("display", "one")),
    "yes_no": (),
    "address": (Property("abroad", "flag"),),
    "email": (),
    "phone": (Property("mobile", "flag"),),
    "person": _PEOPLE,
    "household_member": _PEOPLE,
    "iban": (),
    "siret": (),
    "piece": (Property("type", "name", N_("Petites lettres, chiffres, - et _ : une pièce de ce type déjà gardée est proposée au demandeur.")),),
    "information": (Property("tone", "one"),),
    "computed": (
        Property("expression", "formula", N_("Avec les noms des questions, par exemple : round(surface * 1850.0)")),
        Property("format", "one"), Property("decimals", "number"), Property("unit", "words"), _SENSITIVE,
    ),
    "table": (Property("min_rows", "number"), Property("max_rows", "number"), Property("row_label", "words")),
    "section": (),
}  # fmt: skip
FORMATS = ("text", "number", "amount", "date", "yes_no")
NO_QUESTION = frozenset({"piece", "information", "computed", "section"})
# Where the language has another value when nothing is written.
DEFAULTS: dict[str, dict[str, Any]] = {
    "choice": {"display": "radio"},
    "information": {"tone": "note"},
    "computed": {"format": "text"},
    "iban": {"sensitive": True},
    "person": {"parts": ["civility", "family_name", "given_names", "birth_date"], "optional": ["used_name"]},
    "household_member": {"parts": ["family_name", "given_names", "birth_date"], "optional": ["used_name"]},
}
_TODAY = ("aujourd’hui", "today")
_UNITS = r"jours?|days?|semaines?|weeks?|mois|months?|ans?|années?|years?"
_DAYS = re.compile(rf"(?:aujourd[’']hui|today)\s*([+-])\s*(\d{{1,5}})\s*({_UNITS})$", re.IGNORECASE)
_FORMULA = re.compile(r"add_(days|months|years)\(today, (-?\d+)\)$")
_NO_DAY = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}", re.ASCII)
_FUNCTION = {"j": "days", "d": "days", "m": "months", "a": "years", "y": "years"}
_UNIT = {"days": N_("jours"), "months": N_("mois"), "years": N_("ans")}


def properties_of(kind: str) -> tuple[Property, ...]:
    return (*OF_KIND.get(kind, ()), *(() if kind in NO_QUESTION else OF_QUESTIONS))


def held(part: Document, prop: Property, locale: str) -> Any:
    """As its field shows it."""
    value = part.get(prop.name, DEFAULTS.get(part["kind"], {}).get(prop.name))
    match prop.shape:
        case "day":
            return day_told(value, locale) if value else ""
        case "amount":
            return "" if value is None else f"{value / 100:.2f}".replace(".", ",").removesuffix(",00")
        case "decimal":
            return "" if value is None else f"{value:g}".replace(".", ",")
        case "flag":
            return bool(value)
        case _:
            return "" if value is None else value


def take(made: Document, kind: str, fields: Sent) -> None:
    """Raises LinesInvalid at each field that does not fit."""
    faults = list[Fault]()
    for prop in properties_of(kind):
        try:
            value = _read(prop, fields)
        except LinesInvalid as wrong:
            faults += wrong.faults
            continue
        if prop.shape == "words":
            set_words(made, prop.name, fields, f"p-{prop.name}")
        elif value is None:
            made.pop(prop.name, None)
        else:
            made[prop.name] = value
    if faults:
        raise LinesInvalid(faults=faults)


def _read(prop: Property, fields: Sent) -> Any:
    name = f"p-{prop.name}"
    typed = fields.get(name, "").strip()
    match prop.shape:
        case "flag":
            return name in fields
        case "many":
            return fields.many(name)
        case "number":
            return number_in(fields, name)
        case "decimal" | "amount":
            return _decimal(typed, name, cents=prop.shape == "amount")
        case "day":
            return _day(typed, name)
        case "formula":
            return _formula(typed, name)
        case _:
            return typed or None


def _decimal(typed: str, name: str, *, cents: bool) -> float | int | None:
    if not typed:
        return None
    plain = re.sub(r"[\s€]", "", typed).replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain, re.ASCII):
        raise LinesInvalid(faults=[Fault(f"/{name}", "Écrivez un nombre, par exemple 12,5, ou rien.", "number")])
    return round(float(plain) * 100) if cents else float(plain)


def _day(typed: str, name: str) -> str | None:
    if not typed:
        return None
    if typed.casefold().replace("'", "’") in _TODAY:
        return "today"
    if moved := _DAYS.match(typed):
        count, unit = int(moved[1] + moved[2]), moved[3].casefold()
        if unit[0] in "sw":
            return f"add_days(today, {count * 7})"
        return f"add_{_FUNCTION[unit[0]]}(today, {count})"
    parts = typed.split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        if _NO_DAY.fullmatch(typed):
            # « 30/02/2027 » would be read as a division.
            said = "Ce jour n’existe pas."
            raise LinesInvalid(faults=[Fault(f"/{name}", said, "no_day")]) from None
        # What a formula says of the other answers: « begins + 1 ».
        return _formula(typed, name, "Écrivez un jour (27/3/2026), « aujourd’hui », ou « aujourd’hui + 30 jours ».")


def _formula(typed: str, name: str, said: str = "") -> str:
    if not typed:
        raise LinesInvalid(faults=[Fault(f"/{name}", "Écrivez le calcul.", "missing")])
    try:
        _ = compiled(typed)
    except FormFault as fault:
        raise LinesInvalid(faults=[Fault(f"/{name}", said or UNREADABLE, "formula")]) from fault
    return typed


def day_told(source: str, locale: str) -> str:
    """As people type it; a formula that no words say as it is."""
    _ = translation(locale)
    today = _("aujourd’hui")
    if source == "today":
        return today
    if moved := _FORMULA.match(source):
        count = int(moved[2])
        return f"{today} {'-' if count < 0 else '+'} {abs(count)} {_(_UNIT[moved[1]])}"
    try:
        return f"{date.fromisoformat(source):%d/%m/%Y}"
    except ValueError:
        return source
