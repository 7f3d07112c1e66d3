"""Tables: rows of the same questions."""

from typing import Any, cast

from contracts.forms.expressions.names import named
from contracts.forms.form import Column, Table
from contracts.forms.items import Computed, Information
from contracts.forms.validation.answers import read_answer
from contracts.forms.validation.computed import compute
from contracts.forms.validation.reading import Reading, is_blank


def read_table(item: Table, columns: list[Column], raw: object, reading: Reading) -> list[dict[str, Any]] | None:
    """Blank rows are left out; pointers keep the numbers the rows were sent with."""
    sent: object = [] if raw is None else raw
    if not isinstance(sent, list):
        reading.refuse("type")
        return None
    rows = cast(list[Any], sent)
    # Rows are counted before any is looked at.
    if len(rows) > 2 * item.max_rows:
        reading.refuse("too_many_rows", limit=item.max_rows)
        return None
    filled = [(number, row) for number, row in enumerate(rows) if not _is_blank_row(row, item)]
    if len(filled) > item.max_rows:
        reading.refuse("too_many_rows", limit=item.max_rows)
        return None
    needed = max(item.min_rows, 1 if reading.required else 0)
    if len(filled) < needed:
        reading.refuse("missing_rows", count=needed)
    read = [_read_row(item, columns, row, reading.part(number, reading.label)) for number, row in filled]
    return [row for row in read if row] or None


def _is_blank_row(row: object, item: Table) -> bool:
    if not isinstance(row, dict):
        return is_blank(row)
    computed = {column.id for column in item.items if isinstance(column, Computed)}
    return all(is_blank(value) for name, value in cast(dict[Any, Any], row).items() if name not in computed)


def _read_row(item: Table, columns: list[Column], raw: object, reading: Reading) -> dict[str, Any]:
    if not isinstance(raw, dict):
        reading.refuse("type")
        return {}
    row = cast(dict[Any, Any], raw)
    known = {column.id for column in item.items if not isinstance(column, Information)}
    reading.refuse_unknown(row, known)
    names: dict[str, Any] = {column.id: named(column, None) for column in item.items}
    answers: dict[str, Any] = {}
    evaluation = reading.evaluation
    with evaluation.scope(row=names):
        for column in columns:
            if isinstance(column, Information):
                continue
            if column.show_if is not None and not evaluation.holds(column.show_if):
                continue
            if isinstance(column, Computed):
                value = compute(column, evaluation, "")
            else:
                value = read_answer(column, row.get(column.id), reading.part(column.id, column.label))
            if value is not None:
                answers[column.id] = value
                names[column.id] = named(column, value)
    return {column.id: answers[column.id] for column in item.items if column.id in answers}
