"""From which day, and until the evening of which day, requests are taken."""

from datetime import date, datetime, time, timedelta
from typing import Any

from chassis.clock import PARIS
from chassis.refusals import Fault
from demarches.console.fields import Fields
from demarches.domain.refusals import LinesInvalid

Document = dict[str, Any]
DAY = timedelta(days=1)


def first_day(content: Document) -> date | None:
    opens = content.get("opens_at")
    return datetime.fromisoformat(opens).astimezone(PARIS).date() if opens else None


def last_day(content: Document) -> date | None:
    """The day that ends when it closes: at midnight, the one before."""
    closes = content.get("closes_at")
    return (datetime.fromisoformat(closes).astimezone(PARIS) - timedelta(seconds=1)).date() if closes else None


def keep_days(content: Document, fields: Fields, opens: date | None, closes: date | None) -> None:
    """Midnights of Paris. An hour that a file brought stays with its day."""
    if opens and closes and closes < opens:
        raise LinesInvalid(faults=[Fault("/closes", "Le dernier jour ne peut pas précéder le premier.", "reversed")])
    if "opens-day" in fields and opens != first_day(content):
        _keep(content, "opens_at", opens)
    if "closes-day" in fields and closes != last_day(content):
        _keep(content, "closes_at", closes + DAY if closes else None)


def _keep(content: Document, name: str, day: date | None) -> None:
    if day is None:
        content.pop(name, None)
    else:
        content[name] = datetime.combine(day, time(), PARIS).isoformat()
