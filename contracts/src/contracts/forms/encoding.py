"""Answers, stored or as typed, back to the flat fields of a page."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from contracts.forms.form import Form, Table, flat
from contracts.forms.items import Amount, Item
from contracts.forms.parts import DATE_PARTS
from contracts.forms.shapes import Leaf, Shape, parts_of, shape_of

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def fields_from_answers(form: Form, step_id: str, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """The inverse of `answers_from_fields`.

    What has no place in a field (an object where a text is asked) is left out.
    """
    fields: dict[str, list[str]] = {}
    for item in flat(form.step(step_id)):
        if isinstance(item, Table):
            rows: Any = answers.get(item.id)
            for number, row in enumerate(cast(list[Any], rows) if isinstance(rows, list) else []):
                for column in item.items:
                    if isinstance(row, dict):
                        _encode(
                            f"{item.id}[{number}].{column.id}", column, cast(dict[str, Any], row).get(column.id), fields
                        )
        else:
            _encode(item.id, item, answers.get(item.id), fields)
    return fields


def field_name(pointer: str) -> str:
    """The field, or group of fields, that a problem's pointer is about: `/children/0/days` is `children[0].days`."""
    first, *rest = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]] or [""]
    return first + "".join(f"[{token}]" if token.isdecimal() else f".{token}" for token in rest)


def _encode(name: str, item: Item, value: Any, fields: dict[str, list[str]]) -> None:
    shape = shape_of(item)
    if shape is not None:
        fields.update(_encoded(name, shape, item, value))


def _stored_date(value: str) -> date | None:
    """None for what was typed and is no date: it goes back to the page as it came."""
    try:
        return date.fromisoformat(value) if _ISO.fullmatch(value) else None
    except ValueError:
        return None


def _encoded(name: str, shape: Shape, item: Item, value: Any) -> dict[str, list[str]]:
    if shape is Leaf.DATE and isinstance(value, str) and (day := _stored_date(value)):
        return {f"{name}.{part}": [str(getattr(day, part))] for part in DATE_PARTS}
    if isinstance(value, dict):
        fields: dict[str, list[str]] = {}
        for part, inner in parts_of(shape).items():
            fields |= _encoded(f"{name}.{part}", inner, item, cast(dict[str, Any], value).get(part))
        return fields
    given: list[object] = cast(list[object], value) if isinstance(value, list) else [value]
    texts = [_text(one, item) for one in given]
    kept = [text for text in texts if text is not None]
    return {name: kept} if kept else {}


def _text(value: object, item: Item) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and isinstance(item, Amount):
        sign, cents = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{cents // 100},{cents % 100:02}"
    if isinstance(value, int):
        return str(value)
    # Never 1e-06: people read what is shown again.
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",") if isinstance(value, float) else None
