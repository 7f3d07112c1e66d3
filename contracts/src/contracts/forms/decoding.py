"""Answers from the flat fields an HTML form sends, so that forms work without script.

What was typed is kept as typed: validation reads it, and the page can show it again when it is wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from contracts.forms.form import Form, Step, Table, flat
from contracts.forms.shapes import Leaf, Shape, parts_of, shape_of

Fields = Mapping[str, list[str]]

_BUTTON = re.compile(r"([a-z][a-z0-9_]{0,62})(?:(\+)|-(\d{1,3}))", re.ASCII)
_ROW = re.compile(r"\[(\d{1,3})\]\.", re.ASCII)


class RowButton(msgspec.Struct, frozen=True, kw_only=True):
    """« Ajouter » (`children+`) or « Retirer » (`children-2`), pressed on a page without script."""

    table: str
    remove: int | None = None

    def place(self, answers: Mapping[str, Any]) -> str:
        """The row to go on at once it was carried out: the new one, or the one that follows what was removed."""
        last = max(len(answers.get(self.table) or []) - 1, 0)
        return f"{self.table}[{last if self.remove is None else min(self.remove, last)}]"


@dataclass(slots=True)
class _Sent:
    fields: Fields
    used: set[str] = field(default_factory=set[str])

    def one(self, name: str) -> str | list[str] | None:
        values = self.fields.get(name)
        if not values:
            return None
        self.used.add(name)
        # A field sent twice has no answer we could choose: validation refuses the list.
        return values[0] if len(values) == 1 else list(values)

    def many(self, name: str) -> list[str] | None:
        self.used.add(name)
        return [value for value in self.fields.get(name, []) if value] or None


def row_button(form: Form, step_id: str, fields: Fields) -> RowButton | None:
    """The row button that was pressed, if one was: show the step again instead of going on."""
    tables = {item.id: item for item in flat(form.step(step_id)) if isinstance(item, Table)}
    for name in fields:
        match = _BUTTON.fullmatch(name)
        if match and match[1] in tables:
            return RowButton(table=match[1], remove=None if match[2] else int(match[3]))
    return None


def answers_from_fields(form: Form, step_id: str, fields: Fields) -> dict[str, Any]:
    """The step's answers as typed, a pressed row button carried out.

    Names that begin with `_` are the page's own and left out; any other unknown name is kept, for validation to refuse.
    """
    step = form.step(step_id)
    sent = _Sent(fields)
    answers: dict[str, Any] = {}
    for item in flat(step):
        shape = shape_of(item)
        if shape is None:
            continue
        value = _rows(item, sent) if isinstance(item, Table) else _decoded(item.id, shape, sent)
        if value is not None:
            answers[item.id] = value
    _press(step, row_button(form, step_id, fields), answers)
    tables = {item.id for item in flat(step) if isinstance(item, Table)}
    for name, values in fields.items():
        button = _BUTTON.fullmatch(name)
        if values and name not in sent.used and not name.startswith("_") and not (button and button[1] in tables):
            answers.setdefault(name, values[0] if len(values) == 1 else list(values))
    return answers


def _decoded(name: str, shape: Shape, sent: _Sent) -> Any:
    if shape is Leaf.ONE:
        return sent.one(name)
    if shape is Leaf.MANY:
        return sent.many(name)
    values = {part: _decoded(f"{name}.{part}", inner, sent) for part, inner in parts_of(shape).items()}
    given = {part: value for part, value in values.items() if value is not None}
    return given or sent.one(name)


def _rows(table: Table, sent: _Sent) -> list[dict[str, Any]] | None:
    """Each row at its number: one of which nothing was sent (no box ticked) is empty, and the numbers after it hold."""
    numbers: set[int] = set()
    for name in sent.fields:
        if name.startswith(f"{table.id}[") and (match := _ROW.match(name, len(table.id))):
            numbers.add(int(match[1]))
    # Some more than may be kept, so that validation sees there are too many; what lies beyond stays unknown.
    kept = [number for number in numbers if number <= table.max_rows]
    rows: list[dict[str, Any]] = [{} for _ in range(max(kept, default=-1) + 1)]
    for number in kept:
        for column in table.items:
            shape = shape_of(column)
            value = None if shape is None else _decoded(f"{table.id}[{number}].{column.id}", shape, sent)
            if value is not None:
                rows[number][column.id] = value
    return rows or None


def _press(step: Step, button: RowButton | None, answers: dict[str, Any]) -> None:
    if button is None:
        return
    table = next(item for item in flat(step) if item.id == button.table)
    rows: list[Any] = answers.get(button.table) or []
    if button.remove is not None:
        rows = [row for number, row in enumerate(rows) if number != button.remove]
    elif isinstance(table, Table) and len(rows) < table.max_rows:
        rows = [*rows, {}]
    answers[button.table] = rows
