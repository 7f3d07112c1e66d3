"""Where the marks of a chart stand: plain geometry, so that templates draw SVG without any script.

A chart is drawn in a box of 640 × 240 units and scales with the page. What it shows is always in a table beside it.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 120, 12, 32
# More labels than this are not read, even where they have room.
LABELS = 12
# What a letter and the space between two labels take under the axis.
LETTER, GAP = 8, 6


class Tick(NamedTuple):
    value: float
    y: float


class Place(NamedTuple):
    """`x` is the middle of the period's column; `shown` when its label has room."""

    label: str
    x: float
    shown: bool


class Mark(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    value: float


class Curve(NamedTuple):
    """One series: `path` is the SVG path of its line, broken where nothing was measured; `end` is where its name stands."""

    name: str
    path: str
    points: tuple[Mark, ...]
    end_y: float
    hue: int


class Chart(NamedTuple):
    places: tuple[Place, ...]
    ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


class Bar(NamedTuple):
    """A row of a bar chart; `percent` is of the longest."""

    label: str
    value: float
    percent: float
    href: str
    tone: str


Series = tuple[str, Sequence[float | None]]


def bars(rows: Sequence[Sequence[object]]) -> list[Bar]:
    """Rows are (label, value[, href[, tone]]); values are not negative."""
    longest = max((_number(row[1]) for row in rows), default=0.0)
    return [
        Bar(
            label=str(row[0]),
            value=_number(row[1]),
            percent=round(100 * _number(row[1]) / longest, 2) if longest else 0.0,
            href=str(row[2]) if len(row) > 2 else "",
            tone=str(row[3]) if len(row) > 3 else "progress",
        )
        for row in rows
    ]


def chart(labels: Sequence[str], series: Sequence[Series], *, columns: bool = False) -> Chart:
    """Periods from left to right, one or more series over them; None where nothing was measured.

    Raises ValueError when a series has not one value per period.
    """
    if any(len(values) != len(labels) for _name, values in series):
        raise ValueError("a series needs one value per period")
    ticks = _ticks(max((value for _name, values in series for value in values if value is not None), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    widest = max((len(label) for label in labels), default=0) * LETTER + GAP
    every = max(1, ceil(len(labels) / LABELS), ceil(widest / step))
    places = tuple(
        Place(label, round(LEFT + step * (number + 0.5), 1), number % every == 0) for number, label in enumerate(labels)
    )
    top = ticks[-1].value
    wide = step * 0.7 / len(series) if columns and series else 0.0
    curves = tuple(
        _curve(name, values, places, top, hue=number + 1, wide=wide, shift=(number - (len(series) - 1) / 2) * wide)
        for number, (name, values) in enumerate(series)
    )
    return Chart(places, ticks, _apart(curves))


def _curve(
    name: str,
    values: Sequence[float | None],
    places: Sequence[Place],
    top: float,
    *,
    hue: int,
    wide: float,
    shift: float,
) -> Curve:
    marks: list[Mark] = []
    path, pen = "", "M"
    for place, value in zip(places, values, strict=True):
        if value is None:
            pen = "M"
            continue
        y = _height_of(value, top)
        marks.append(
            Mark(round(place.x + shift - wide / 2, 1), y, round(wide, 1), round(HEIGHT - BOTTOM - y, 1), value)
        )
        path, pen = f"{path}{pen}{place.x} {y}", "L"
    return Curve(name, path, tuple(marks), marks[-1].y if marks else float(HEIGHT - BOTTOM), (hue - 1) % 8 + 1)


def _apart(curves: tuple[Curve, ...], least: float = 16) -> tuple[Curve, ...]:
    """Names at the end of lines do not cover one another."""
    placed: dict[int, float] = {}
    last = float("-inf")
    for number in sorted(range(len(curves)), key=lambda n: curves[n].end_y):
        last = placed[number] = max(curves[number].end_y, last + least)
    return tuple(curve._replace(end_y=round(placed[number], 1)) for number, curve in enumerate(curves))


def _ticks(highest: float) -> tuple[Tick, ...]:
    """Round numbers from 0 to at least the highest value: 3 to 6 of them."""
    step = _round_step(highest / 4)
    count = max(1, ceil(highest / step))
    return tuple(Tick(step * n, _height_of(step * n, step * count)) for n in range(count + 1))


def _round_step(rough: float) -> float:
    if rough <= 0:
        return 1
    power = 10 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


def _height_of(value: float, top: float) -> float:
    floor_y = HEIGHT - BOTTOM
    return round(floor_y - (floor_y - TOP) * value / top, 1) if top else float(floor_y)


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return value
    raise TypeError(f"a bar's value is a number, not {value!r}")
