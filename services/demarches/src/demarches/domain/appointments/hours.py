"""Opening hours as agents type them: « 8 h 30 – 12 h, 13:30-17:30 », and the same written back."""

import re
from collections.abc import Iterable
from datetime import date, time

from demarches.domain.appointments.calendar import Opening

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HOUR = r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?"
_RANGE = re.compile(rf"{_HOUR}\s*(?:-|–|—|à|a)\s*{_HOUR}")
_SEASON = re.compile(
    r"(?:du\s+)?(\d{1,2})/(\d{1,2})/(\d{4})\s*(?:-|–|au|à)\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*:?\s*(\w+)\s*:?\s*(.+)"
)


class NotHours(ValueError):
    """What was typed cannot be read as hours; says which part."""


def read_hours(typed: str, weekday: int, *, since: date | None = None, until: date | None = None) -> list[Opening]:
    """Raises NotHours. Nothing typed is a closed day."""
    found: list[Opening] = []
    for part in re.split(r"[,;\n]|\bet\b", typed.replace("\u00a0", " ").replace("\u202f", " ").lower()):
        if not part.strip():
            continue
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise NotHours(part.strip())
        opens, closes = _time(match[1], match[2], part), _time(match[3], match[4], part)
        found.append(Opening(weekday=weekday, opens=opens, closes=closes, since=since, until=until))
    return found


def read_seasons(typed: str) -> list[Opening]:
    """One a line: « du 01/07/2026 au 31/08/2026 : lundi 8 h – 12 h ». Raises NotHours."""
    found: list[Opening] = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        match = _SEASON.fullmatch(line)
        if match is None or match[7].lower() not in WEEKDAYS:
            raise NotHours(line)
        try:
            since = date(int(match[3]), int(match[2]), int(match[1]))
            until = date(int(match[6]), int(match[5]), int(match[4]))
        except ValueError as error:
            raise NotHours(line) from error
        weekday = WEEKDAYS.index(match[7].lower()) + 1
        found += read_hours(match[8], weekday, since=since, until=until)
    return found


def write_hours(openings: Iterable[Opening], weekday: int) -> str:
    """Of what is open all year on that day."""
    its = [o for o in openings if o.weekday == weekday and not (o.since or o.until)]
    return ", ".join(_range(o) for o in sorted(its, key=lambda o: o.opens))


def write_seasons(openings: Iterable[Opening]) -> str:
    seasonal = [o for o in openings if o.since and o.until]
    return "\n".join(
        f"du {o.since:%d/%m/%Y} au {o.until:%d/%m/%Y} : {WEEKDAYS[o.weekday - 1]} {_range(o)}" for o in seasonal
    )


def _range(opening: Opening) -> str:
    return f"{_hour(opening.opens)} – {_hour(opening.closes)}"


def _hour(at: time) -> str:
    return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"


def _time(hour: str, minute: str | None, part: str) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise NotHours(part.strip()) from error
