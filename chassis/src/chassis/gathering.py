"""Several writes as one statement."""

import re
from functools import lru_cache
from typing import NamedTuple

TEXTS_KEPT = 1000
_PLACE = re.compile(r"\$(\d+)")


class Written(NamedTuple):
    """A write as the driver takes it, its values at `$1`, `$2`, … `has_parts`: it begins with `with`."""

    sql: str
    returns: bool
    has_parts: bool


@lru_cache(maxsize=TEXTS_KEPT)
def gathered(writes: tuple[Written, ...]) -> str:
    """One statement that does what they do and gives one row: how many rows each changed, in their order, but for the
    last where it has parts. Its values are theirs, one after the other. At most the last may have parts."""
    places, parts = 0, list[str]()
    for number, write in enumerate(writes):
        sql, places = _moved(write.sql, places)
        parts.append(sql if write.has_parts else f"write_{number} as ({sql}{'' if write.returns else ' returning 1'})")
    *before, last = parts
    names = [f"write_{number}" for number, write in enumerate(writes) if not write.has_parts]
    counts = ", ".join(f"(select count(*) from {name})" for name in names)  # noqa: S608
    if not writes[-1].has_parts:
        return f"with {', '.join(parts)} select {counts}"
    # Nothing that is itself several statements may stand inside another: it stays the outer one.
    return f"with {', '.join(before)}, {last.strip()[len('with ') :]} returning {counts}"


def _moved(sql: str, by: int) -> tuple[str, int]:
    """Its values begin after so many others; and how many there are then."""
    highest = max((int(place) for place in _PLACE.findall(sql)), default=0)
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql), by + highest
