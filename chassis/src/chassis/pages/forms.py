"""What a form shows again once sent: the values as typed, and what to do about those that do not fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


class NotADate(ValueError):
    """Indiquez une date au format jour/mois/année, par exemple 27 3 2026."""


IN_A_ROW = re.compile(r"(\w+)\[(\d+)\]")
Typed = str | Sequence[str] | bool | int | float | date | None


@dataclass(slots=True)
class FormState:
    """`values` as typed, by field name; `errors` by field name, in the order of the page, each a sentence that says what to do.

    `place` is the row of a table where a page shown again is gone on with (`children[1]`); `rows` is what a row of each
    table is called, so that the same mistake in two rows is told apart.
    """

    values: Mapping[str, Typed] = field(default_factory=dict[str, Typed])
    errors: dict[str, str] = field(default_factory=dict[str, str])
    place: str = ""
    rows: Mapping[str, str] = field(default_factory=dict[str, str])

    def value(self, name: str) -> str:
        typed = self.values.get(name)
        if typed is None:
            return ""
        if isinstance(typed, str):
            return typed
        if isinstance(typed, Sequence):
            return typed[0] if typed else ""
        if isinstance(typed, date):
            return typed.isoformat()
        return str(typed)

    def typed(self, name: str, kept: Typed) -> str:
        """As typed, emptied fields included; what is kept where nothing was sent."""
        return self.value(name) if name in self.values else FormState({name: kept}).value(name)

    def chosen(self, name: str) -> list[str]:
        """Every value of a field that may have several (checkboxes)."""
        typed = self.values.get(name)
        if typed is None or typed is False or typed == "":
            return []
        if isinstance(typed, Sequence) and not isinstance(typed, str):
            return list(typed)
        return ["true"] if typed is True else [str(typed)]

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def row_of(self, name: str) -> str:
        """« Enfant 2 » for a field of that row; empty outside tables."""
        found = IN_A_ROW.match(name)
        return f"{self.rows[found[1]]} {int(found[2]) + 1}" if found and found[1] in self.rows else ""

    def date_parts(self, name: str) -> tuple[str, str, str]:
        """Day, month, year of a date field: as typed in its three inputs, else from an ISO date kept under its name."""
        typed = tuple(self.value(f"{name}-{part}") for part in ("day", "month", "year"))
        if any(typed):
            return typed[0], typed[1], typed[2]
        return split_date(self.values.get(name))


def split_date(value: object) -> tuple[str, str, str]:
    """Day, month, year of a date or ISO string, without leading zeros; empty strings for anything else."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    try:
        known = date.fromisoformat(text[:10])
    except ValueError:
        return "", "", ""
    return str(known.day), str(known.month), f"{known.year:04d}"


def read_date(values: Mapping[str, object], name: str) -> date | None:
    """The date typed in `name-day`, `name-month`, `name-year`; None when all three are empty.

    Raises NotADate when they make none; a year of fewer than four digits is refused, since « 26 » may mean 1926.
    """
    day, month, year = (str(values.get(f"{name}-{part}") or "").strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return None
    if len(year) != 4:
        raise NotADate
    try:
        return date(int(year), int(month), int(day))
    except ValueError as wrong:
        raise NotADate from wrong
