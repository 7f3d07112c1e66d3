"""Pages by cursor: stable while rows come and go, and as quick on page 1,000 as on page 1."""

import base64
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from chassis.refusals import Fault, Invalid

T = TypeVar("T")
LARGEST = 250


class Page(msgspec.Struct, Generic[T], frozen=True):
    """`next` is the cursor of the following page, or null on the last one."""

    items: list[T]
    next: str | None = None


def after(
    statement: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    cursor: str | None,
    limit: int,
    *,
    ascending: bool = False,
) -> Select[Any]:
    """Newest first by `keys` (or oldest first), from `cursor` on, with one row more than the page to know whether there
    is another."""
    ordered = statement.order_by(*(key if ascending else key.desc() for key in keys)).limit(bounded(limit) + 1)
    if cursor is None:
        return ordered
    mark = tuple_(*decode(cursor, [key.type.python_type for key in keys]))
    return ordered.where(tuple_(*keys) > mark if ascending else tuple_(*keys) < mark)


def page(rows: Sequence[T], limit: int, key_of: Any) -> Page[T]:
    """Cut the extra row off; `key_of(row)` gives the values of the keys for the next cursor."""
    limit = bounded(limit)
    if len(rows) <= limit:
        return Page(list(rows))
    kept = list(rows[:limit])
    return Page(kept, encode(key_of(kept[-1])))


def encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(list(values))).decode().rstrip("=")


def decode(cursor: str, types: Sequence[type]) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=list[Any])
        return [msgspec.convert(value, kind, strict=False) for value, kind in zip(values, types, strict=True)]
    except ValueError as error:
        raise Invalid(faults=[Fault("/cursor", "Ce repère de page n’est pas valable.", "cursor")]) from error


def bounded(limit: int) -> int:
    """Raises `Invalid` beyond 1 to 250 lines."""
    if not 1 <= limit <= LARGEST:
        raise Invalid(faults=[Fault("/limit", f"Demandez entre 1 et {LARGEST} lignes.", "limit")])
    return limit
