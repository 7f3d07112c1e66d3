"""Whether the town hall is open now, read from the hours that it words itself."""

import re
from collections.abc import Iterable
from datetime import datetime, time

from chassis.clock import PARIS
from chassis.pages import Opening

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY = "|".join(DAYS)
_HOUR = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_RANGE = re.compile(rf"{_HOUR}\s*(?:–|—|-|à)\s*{_HOUR}")


def open_until(openings: Iterable[Opening], now: datetime) -> time | None:
    """When it closes, if it is open now; None when it is closed, or when the lines cannot be read for certain."""
    local = now.astimezone(PARIS)
    for line in openings:
        if local.weekday() in days(line.day):
            for begins, ends in ranges(line.hours):
                if begins <= local.time() < ends:
                    return ends
    return None


def days(words: str) -> set[int]:
    """« Lundi au jeudi », « Mardi et vendredi », « Samedi »: 0 is Monday."""
    said = words.lower()
    named = [DAYS.index(day) for day in re.findall(_DAY, said)]
    if re.search(rf"({_DAY})s?\s*(?:au|à|–|-)\s*({_DAY})", said) and len(named) == 2 and named[0] <= named[1]:
        return set(range(named[0], named[1] + 1))
    return set(named)


def ranges(words: str) -> list[tuple[time, time]]:
    """« 8 h 30 – 12 h, 13 h 30 – 17 h 30 »; nothing for a line with words that may change its meaning."""
    if re.search(r"rendez-vous|sauf|ferm|semaine|paire", words.lower()):
        return []
    found: list[tuple[time, time]] = []
    for begin_hour, begin_minute, end_hour, end_minute in _RANGE.findall(words):
        try:
            found.append((time(int(begin_hour), int(begin_minute or 0)), time(int(end_hour), int(end_minute or 0))))
        except ValueError:
            return []
    return found


def clock(moment: time) -> str:
    """17 h 30, 12 h."""
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"
