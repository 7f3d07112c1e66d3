"""Whom does the letter not reach? By theme and by kind of reader, and why."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.storage.letter_tables import subscribers, themes

_s, _t = subscribers.c, themes.c
KINDS = ("citizen", "member", "address")


class ThemeCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """`readers`: how many of each kind receive the letter for this theme. `lost`: those who ticked it and receive nothing,
    for want of the letter's own box or of a confirmation."""

    id: UUID
    label: str
    range: str
    readers: dict[str, int]
    lost: int

    @property
    def total(self) -> int:
        return sum(self.readers.values())


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """`silent`: the kinds of reader of whom nobody receives anything."""

    themes: list[ThemeCoverage]
    silent: list[str]


async def letter_coverage(_: None, __: Actor, connection: AsyncConnection) -> Coverage:
    ticked = select(func.unnest(_s.themes).label("theme"), _s.kind, _receives().label("receives")).subquery()
    counted = select(ticked.c.theme, ticked.c.kind, ticked.c.receives, func.count()).group_by(*ticked.c)
    numbers: dict[tuple[UUID, str, bool], int] = {
        (theme, kind, receives): number for theme, kind, receives, number in (await connection.execute(counted)).all()
    }
    rows = (await connection.execute(select(themes).order_by(_t.position))).all()
    ranges = {row.id: row for row in rows if row.parent_id is None}
    parents = {row.parent_id for row in rows}
    # A range without themes of its own is ticked itself.
    leaves = [row for row in rows if row.parent_id is not None or row.id not in parents]
    lines = [_line(row, ranges, numbers) for row in leaves]
    reached = {kind for line in lines for kind, number in line.readers.items() if number}
    return Coverage(themes=lines, silent=[kind for kind in KINDS if kind not in reached])


def _receives() -> Any:
    return and_(_s.letter, _s.confirmed_at.is_not(None))


def _line(row: Any, ranges: dict[UUID, Any], numbers: dict[tuple[UUID, str, bool], int]) -> ThemeCoverage:
    return ThemeCoverage(
        id=row.id,
        label=row.label,
        range=ranges[row.parent_id].label if row.parent_id in ranges else "",
        readers={kind: numbers.get((row.id, kind, True), 0) for kind in KINDS},
        lost=sum(numbers.get((row.id, kind, False), 0) for kind in KINDS),
    )
