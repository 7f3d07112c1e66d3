"""Several questions in one round trip, where each row around one thing would otherwise cost a trip of its own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Date,
    DateTime,
    Integer,
    Row,
    Select,
    String,
    Text,
    Time,
    Uuid,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncConnection

Answers = Mapping[str, Sequence[Row[Any]]]

# What JSON carries whole, and what it becomes again.
_CARRIED: tuple[tuple[Any, Any], ...] = (
    (Uuid, UUID),
    (DateTime, datetime),
    (Date, date),
    (Time, time),
    (Boolean, bool),
    (Integer, int),
    (String, str),
    (JSON, Any),
)


class Together:
    """Selects that are asked at once; each gives the rows that it would give alone, in its own order.

    Built once, with `bindparam` where values go. Raises TypeError for a column that JSON would not carry whole
    (numbers with decimals, bytes): name the columns that are wanted.
    """

    def __init__(self, asked: Mapping[str, Select[Any]]) -> None:
        self._answers = {name: _Answer(name, statement) for name, statement in asked.items()}
        self._statement = select(*(answer.column for answer in self._answers.values()))

    async def ask(self, connection: AsyncConnection, values: Mapping[str, Any]) -> Answers:
        told = (await connection.execute(self._statement, dict(values))).one()
        return {
            name: answer.read(document) for (name, answer), document in zip(self._answers.items(), told, strict=True)
        }


class _Answer:
    def __init__(self, name: str, statement: Select[Any]) -> None:
        rows = statement.subquery()
        columns = list(rows.c)
        each = func.json_agg(func.json_build_array(*columns), type_=JSON)
        none = literal_column("'[]'::json", JSON)
        self.column = select(cast(func.coalesce(each, none), Text)).select_from(rows).scalar_subquery().label(name)
        kinds = tuple(_kind_of(column.type, column.name) | None for column in columns)
        self._decoder = msgspec.json.Decoder(list[tuple[kinds]])  # pyright: ignore[reportInvalidTypeForm, reportUnknownMemberType, reportUnknownArgumentType]
        self._shape = SimpleResultMetaData([column.key for column in columns])
        self._moments = [at for at, column in enumerate(columns) if _holds_moments(column.type)]

    def read(self, told: str) -> Sequence[Row[Any]]:
        rows: list[tuple[Any, ...]] = self._decoder.decode(told)
        made: Any = IteratorResult
        return made(self._shape, iter([self._in_utc(row) for row in rows])).all()

    def _in_utc(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """As the driver gives them, wherever the server stands."""
        if not self._moments:
            return row
        values = list(row)
        for at in self._moments:
            if isinstance(values[at], list):
                values[at] = [moment.astimezone(UTC) for moment in values[at]]
            elif values[at] is not None:
                values[at] = values[at].astimezone(UTC)
        return tuple(values)


def _kind_of(kind: Any, name: str) -> Any:
    if isinstance(kind, ARRAY):
        return list[_kind_of(kind.item_type, name)]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    for carried, becomes in _CARRIED:
        if isinstance(kind, carried):
            return becomes
    raise TypeError(f"JSON does not carry {name} whole: {kind!r}")


def _holds_moments(kind: Any) -> bool:
    inner: Any = getattr(kind, "item_type", kind)
    return isinstance(inner, DateTime)
