"""Dates and periods."""

import re
from datetime import date
from typing import Any, cast

from contracts.forms import formats
from contracts.forms.items import Date, Period
from contracts.forms.parts import DATE_PARTS, PERIOD_PARTS
from contracts.forms.validation.reading import Reading, is_blank
from contracts.forms.validation.texts import text_of

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_TYPED = re.compile(r"(?P<day>\d{1,2})\s*[/.\- ]\s*(?P<month>\d{1,2})\s*[/.\- ]\s*(?P<year>\d{1,6})", re.ASCII)
_DIGITS = re.compile(r"\d{1,6}", re.ASCII)


def day_of(raw: object, reading: Reading) -> date | None:
    """From `2026-03-27`, `27/3/2026`, or `{day, month, year}` as three fields send it."""
    numbers = _from_fields(raw, reading) if isinstance(raw, dict) else _from_text(raw, reading)
    if numbers is None:
        return None
    day, month, year = numbers
    if not 1800 <= year <= 2200:
        reading.refuse("date_year")
        return None
    try:
        return date(year, month, day)
    except ValueError:
        reading.refuse("date_unreal")
        return None


def _from_text(raw: object, reading: Reading) -> tuple[int, int, int] | None:
    before = len(reading.problems)
    text = text_of(raw, reading, longest=40)
    match = text and (_ISO.fullmatch(text) or _TYPED.fullmatch(text))
    if not match:
        if len(reading.problems) == before:
            reading.refuse("date")
        return None
    return int(match["day"]), int(match["month"]), int(match["year"])


def _from_fields(raw: Any, reading: Reading) -> tuple[int, int, int] | None:
    fields = cast(dict[Any, Any], raw)
    before = len(reading.problems)
    reading.refuse_unknown(fields, DATE_PARTS)
    if len(reading.problems) > before:
        return None
    if any(is_blank(fields.get(part)) for part in DATE_PARTS):
        reading.refuse("date_incomplete")
        return None
    numbers: list[int] = []
    for part in DATE_PARTS:
        value: object = fields[part]
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6 else value
        if not isinstance(text, str) or len(text) > 40 or not _DIGITS.fullmatch(text.strip()):
            reading.refuse("date")
            return None
        numbers.append(int(text))
    return numbers[0], numbers[1], numbers[2]


def _within(day: date, item: Date | Period, reading: Reading) -> bool:
    earliest = reading.evaluation.day(item.min) if item.min else None
    latest = reading.evaluation.day(item.max) if item.max else None
    if earliest and day < earliest:
        reading.refuse("date_too_early", limit=formats.both(formats.day, earliest))
        return False
    if latest and day > latest:
        reading.refuse("date_too_late", limit=formats.both(formats.day, latest))
        return False
    return True


def read_date(item: Date, raw: object, reading: Reading) -> str | None:
    day = day_of(raw, reading)
    return day.isoformat() if day and _within(day, item, reading) else None


def read_period(item: Period, raw: object, reading: Reading) -> dict[str, str] | None:
    if not isinstance(raw, dict):
        reading.refuse("type")
        return None
    parts = cast(dict[Any, Any], raw)
    reading.refuse_unknown(parts, PERIOD_PARTS)
    if any(is_blank(parts.get(part)) for part in PERIOD_PARTS):
        reading.refuse("period_incomplete")
        return None
    days: list[date] = []
    for part, label in PERIOD_PARTS.items():
        inner = reading.part(part, label)
        day = day_of(parts[part], inner)
        if day and _within(day, item, inner):
            days.append(day)
    if len(days) < 2:
        return None
    start, end = days
    if end < start:
        reading.refuse("period_reversed")
        return None
    if item.max_days and (end - start).days + 1 > item.max_days:
        reading.refuse("period_too_long", limit=item.max_days)
        return None
    return {"from": start.isoformat(), "to": end.isoformat()}
