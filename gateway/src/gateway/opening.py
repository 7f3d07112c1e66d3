"""Whether the town hall is open now: the hours that it words itself, and the days that make an exception."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from chassis.clock import PARIS
from chassis.pages import Opening
from chassis.pages.filters import Words
from gateway.words import N_

# How long before a page begins to tell of a closed day.
TOLD_BEFORE = timedelta(days=21)
CLOSED = N_("Fermé")
FROM_TO = N_("Du %(first)s au %(last)s")


class Hours(msgspec.Struct, frozen=True):
    begins: time
    ends: time


class HoursException(msgspec.Struct, frozen=True, kw_only=True):
    """No opening: closed all day, from the first to the last day."""

    first_day: date
    last_day: date
    openings: tuple[Hours, ...] = ()
    reason: str = ""


DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY = "|".join(DAYS)
HOUR = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_RANGE = re.compile(rf"{HOUR}\s*(?:–|—|-|à)\s*{HOUR}")


def open_until(openings: Iterable[Opening], now: datetime, exceptions: Sequence[HoursException] = ()) -> time | None:
    """When it closes, if it is open now; None when it is closed, or when the lines cannot be read for certain."""
    local = now.astimezone(PARIS)
    held = [one for one in exceptions if one.first_day <= local.date() <= one.last_day]
    if held:
        # Several on one day: whoever wrote « closed » meant it.
        hours = min(held, key=lambda one: len(one.openings)).openings
        return next((each.ends for each in hours if each.begins <= local.time() < each.ends), None)
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


def clock(moment: time, locale: str = "fr") -> str:
    """17 h 30, 12 h; in English 5:30 pm."""
    if locale != "fr":
        return Words(locale).hour(moment)
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"


def told(
    exceptions: Sequence[HoursException], said: Callable[..., str], now: datetime, *, locale: str = "fr"
) -> tuple[Opening, ...]:
    """The exceptions of the days to come, as lines beside the usual hours."""
    words, today = Words(locale), now.astimezone(PARIS).date()
    return tuple(
        Opening(
            day=_days_told(one, words, said),
            hours=_hours_told(one, said, locale),
            reason=one.reason,
        )
        for one in exceptions
        if one.last_day >= today and one.first_day <= today + TOLD_BEFORE
    )


def _days_told(one: HoursException, words: Words, said: Callable[..., str]) -> str:
    if one.first_day == one.last_day:
        said_so = words.weekday(one.first_day)
        # Not `capitalize`, which would take the English month its capital.
        return said_so[:1].upper() + said_so[1:]
    return said(FROM_TO, first=words.day(one.first_day), last=words.day(one.last_day))


def _hours_told(one: HoursException, said: Callable[..., str], locale: str) -> str:
    if not one.openings:
        return said(CLOSED)
    return ", ".join(f"{clock(each.begins, locale)} – {clock(each.ends, locale)}" for each in one.openings)
