"""A workflow drawn: stages as boxes in columns, from what is received to what is decided, and the transitions between them.

Plain geometry, so that a template draws SVG without any script; what it shows is in tables beside it.
"""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from contracts.forms import say

BOX, TALL, ACROSS, DOWN = 176, 56, 88, 44
MARGIN, LETTERS = 12, 20
# What a transition that goes back, or passes over a column, is drawn beneath.
UNDER = 22
RANKS = {"submitted": 0, "incomplete": 1, "under_examination": 1}


class Box(NamedTuple):
    id: str
    lines: list[str]
    status: str
    x: int
    y: int


class Arrow(NamedTuple):
    """`label` is numbered as in the table beneath: there is no room for words on a line."""

    number: int
    path: str
    x: float
    y: float
    decides: bool


class Drawing(NamedTuple):
    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]


def drawn(flow: Mapping[str, Any], locale: str) -> Drawing:
    stages: list[Mapping[str, Any]] = flow.get("stages", [])
    transitions: list[Mapping[str, Any]] = flow.get("transitions", [])
    columns = _columns(stages, transitions)
    boxes: dict[str, Box] = {}
    for across, names in enumerate(columns):
        for down, stage in enumerate(names):
            x, y = MARGIN + across * (BOX + ACROSS), MARGIN + down * (TALL + DOWN)
            lines = wrap(say(stage["label"], locale), LETTERS, max_lines=2, placeholder="…")
            boxes[stage["id"]] = Box(stage["id"], lines, stage["status"], x, y)
    floor = MARGIN + max((len(names) for names in columns), default=0) * (TALL + DOWN) - DOWN
    arrows, beneath = list[Arrow](), 0
    leaving = dict[str, int]()
    for number, transition in enumerate(transitions, 1):
        for source in transition["sources"]:
            start, end = boxes.get(source), boxes.get(transition["target"])
            if start is None or end is None:
                continue
            decides = RANKS.get(end.status, 2) == 2
            if end.x - start.x == BOX + ACROSS:
                place = leaving[source] = leaving.get(source, 0) + 1
                arrows.append(_across(number, start, end, place, decides=decides))
            elif end.x == start.x and abs(end.y - start.y) == TALL + DOWN:
                arrows.append(_along(number, start, end, decides=decides))
            else:
                beneath += 1
                arrows.append(_beneath(number, start, end, floor + beneath * UNDER, decides=decides))
    width = max((box.x + BOX for box in boxes.values()), default=0) + MARGIN + (ACROSS // 2 if beneath else 0)
    return Drawing(width, floor + (beneath + 1) * UNDER, list(boxes.values()), arrows)


def _columns(
    stages: Sequence[Mapping[str, Any]], transitions: Sequence[Mapping[str, Any]]
) -> list[list[Mapping[str, Any]]]:
    """Received first, decided last; between them by the longest way that does not come back."""
    order = {stage["id"]: number for number, stage in enumerate(stages)}
    middle = [stage for stage in stages if RANKS.get(stage["status"], 2) == 1]
    depth = {stage["id"]: 1 for stage in middle}
    for stage in middle:
        for transition in transitions:
            target = transition["target"]
            # Only towards what is listed later, so that a circle ends.
            if stage["id"] in transition["sources"] and order.get(target, -1) > order[stage["id"]] and target in depth:
                depth[target] = max(depth[target], depth[stage["id"]] + 1)
    columns: list[list[Mapping[str, Any]]] = [[one for one in stages if RANKS.get(one["status"], 2) == 0]]
    for number in range(1, max(depth.values(), default=0) + 1):
        columns.append([one for one in middle if depth[one["id"]] == number])
    columns.append([one for one in stages if RANKS.get(one["status"], 2) == 2])
    return [names for names in columns if names]


def _across(number: int, start: Box, end: Box, place: int, *, decides: bool) -> Arrow:
    x1, y1 = start.x + BOX, start.y + min(TALL - 8, 14 * place)
    x2, y2 = end.x - 7, end.y + TALL // 2
    half = (x1 + x2) / 2
    return Arrow(number, f"M{x1} {y1}C{half:.0f} {y1} {half:.0f} {y2} {x2} {y2}", half, (y1 + y2) / 2, decides)


def _along(number: int, start: Box, end: Box, *, decides: bool) -> Arrow:
    down = end.y > start.y
    x = start.x + (BOX // 3 if down else 2 * BOX // 3)
    y1, y2 = (start.y + TALL, end.y - 7) if down else (start.y, end.y + TALL + 7)
    return Arrow(number, f"M{x} {y1}L{x} {y2}", x, (y1 + y2) / 2, decides)


def _beneath(number: int, start: Box, end: Box, y: int, *, decides: bool) -> Arrow:
    """Out to the right, under everything, and up before its end."""
    out, into = start.x + BOX + 14 + number * 5, max(3, end.x - 14 - number * 3)
    y1, y2 = start.y + TALL - 10, end.y + TALL - 14
    path = f"M{start.x + BOX} {y1}H{out}V{y}H{into}V{y2}H{end.x - 7}"
    return Arrow(number, path, (out + into) / 2, y, decides)
