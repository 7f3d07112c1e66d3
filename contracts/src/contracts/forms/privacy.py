"""Answers as exports and logs may have them."""

from collections.abc import Mapping
from typing import Any, cast

from contracts.forms.form import Form, Table, flat
from contracts.forms.items import Computed, Item, Question


def without_sensitive(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Leaves out what is marked sensitive, and whatever the form does not know."""
    kept: dict[str, Any] = {}
    for step in form.steps:
        for item in flat(step):
            if item.id not in answers or not _may_leave(item):
                continue
            value = answers[item.id]
            kept[item.id] = _rows(item, value) if isinstance(item, Table) else value
    return kept


def _rows(table: Table, rows: Any) -> list[dict[str, Any]]:
    open_columns = [column.id for column in table.items if _may_leave(column)]
    given = cast(list[Any], rows) if isinstance(rows, list) else []
    kept = [cast(dict[str, Any], row) for row in given if isinstance(row, dict)]
    return [{name: row[name] for name in open_columns if name in row} for row in kept]


def _may_leave(item: Item) -> bool:
    return isinstance(item, Question | Computed) and not item.sensitive
