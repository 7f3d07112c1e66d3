"""Dates, sizes and names in the reader's words. Times are always told in Paris."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from chassis.pages.forms import split_date
from chassis.pages.own_addresses import own_addresses
from chassis.pages.stars import noted, stars_in_sight

PARIS = ZoneInfo("Europe/Paris")
_WITHIN_HOURS = re.compile(r"(?<=\d) (?=h\b)|(?<=h) (?=[\d–])|(?<=\d) (?=[ap]m\b)|(?<=\d|m) (?=–)|(?<=–) (?=\d)")
_DATE = re.compile(r"\b(\d{1,2}) (\d{1,2}) (\d{4})\b")
# What follows the dash of a decision's may go to the next line: whole, it is wider than a heading on a phone.
_NUMBER = re.compile(r"\b[A-Z]{2,5}-\d{4}-\d{4,9}\b", re.ASCII)
SIZES = {"fr": ("octets", "ko", "Mo", "Go"), "en": ("bytes", "kB", "MB", "GB")}


def in_paris(when: datetime) -> datetime:
    """A naive time is UTC: that is what the database and the events speak."""
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(PARIS)


def as_date(when: date | datetime | str) -> date:
    if isinstance(when, str):
        when = datetime.fromisoformat(when) if "T" in when else date.fromisoformat(when)
    return in_paris(when).date() if isinstance(when, datetime) else when


def as_time(when: datetime | str) -> datetime:
    return in_paris(datetime.fromisoformat(when) if isinstance(when, str) else when)


class Words:
    """The filters of one language."""

    def __init__(self, language: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.language = language
        self._babel = "en_GB" if language == "en" else "fr"
        self._now = now

    def day(self, when: date | datetime | str | None) -> str:
        """« 27 mars 2026 », « 1er mai 2026 »."""
        if when is None:
            return ""
        known = as_date(when)
        text = format_date(known, "d MMMM y", locale=self._babel)
        return re.sub(r"^1 ", "1er ", text) if self.language == "fr" else text

    def weekday(self, when: date | datetime | str | None) -> str:
        """« vendredi 27 mars 2026 »."""
        return "" if when is None else f"{format_date(as_date(when), 'EEEE', locale=self._babel)} {self.day(when)}"

    def leaf(self, when: date | datetime | str, part: str) -> str:
        """One part of a date, as a calendar's leaf shows it: « d » is 14, « MMM » is juil."""
        return format_date(as_date(when), part, locale=self._babel)

    def hour(self, when: datetime | time | str | None) -> str:
        """« 14 h 02 », « 9 h »; in English 2:02 pm. A time alone is Paris' already.

        Of the hour that comes twice when clocks go back, it says which: « 2 h 30 (heure d’été) ».
        """
        if when is None:
            return ""
        known = datetime.combine(date(2000, 1, 1), when, PARIS) if isinstance(when, time) else as_time(when)
        if self.language == "en":
            return format_time(known, "h:mm a", locale=self._babel, tzinfo=PARIS).lower() + self._which(known)
        minutes = f"\u00a0{known.minute:02d}" if known.minute else ""
        return f"{known.hour}\u00a0h{minutes}{self._which(known)}"

    def _which(self, known: datetime) -> str:
        if known.utcoffset() == known.replace(fold=1 - known.fold).utcoffset():
            return ""
        french, english = ("heure d’été", "summer time") if known.fold == 0 else ("heure d’hiver", "winter time")
        return f" ({english if self.language == 'en' else french})"

    def moment(self, when: datetime | str | None) -> str:
        """« le 27 mars 2026 à 14 h 02 »."""
        if when is None:
            return ""
        day, hour = self.day(as_time(when)), self.hour(when)
        return f"le {day} à {hour}" if self.language == "fr" else f"on {day} at {hour}"

    def relative(self, when: datetime | date | str | None) -> str:
        """« il y a 3 heures », « dans 2 jours »; « aujourd’hui », « hier », « demain » for dates."""
        if when is None:
            return ""
        if isinstance(when, str):
            when = datetime.fromisoformat(when) if "T" in when else date.fromisoformat(when)
        if not isinstance(when, datetime):
            days = (when - as_date(self._now())).days
            near = {"fr": ("hier", "aujourd’hui", "demain"), "en": ("yesterday", "today", "tomorrow")}[self.language]
            if abs(days) <= 1:
                return near[days + 1]
            return format_timedelta(
                timedelta(days=days), granularity="day", threshold=1, add_direction=True, locale=self._babel
            )
        gap = in_paris(when) - in_paris(self._now())
        if abs(gap) < timedelta(minutes=1):
            return "à l’instant" if self.language == "fr" else "just now"
        return format_timedelta(gap, granularity="minute", threshold=1, add_direction=True, locale=self._babel)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self._babel)

    def filesize(self, octets: int) -> str:
        """« 820 ko », « 1,4 Mo »: thousands, as phones and file managers count."""
        size, unit = float(octets), 0
        while size >= 1000 and unit < 3:
            size, unit = size / 1000, unit + 1
        shown = format_decimal(round(size, 1) if size < 10 and unit else round(size), locale=self._babel)
        return f"{shown}\u00a0{SIZES[self.language][unit]}"


def iso(when: date | datetime | str) -> str:
    return when if isinstance(when, str) else when.isoformat()


def initial(name: str) -> str:
    """The letter shown for want of a logo: the town's, not the V of « Ville de »."""
    words = [word for word in re.split(r"[\s’']+", name) if word[:1].isupper()]
    proper = [
        word
        for word in words
        if word.lower() not in {"ville", "mairie", "commune", "syndicat", "communauté", "ccas", "la", "le", "les"}
    ]
    return (proper or words or [name])[0][:1].upper()


def hours(text: str) -> str:
    """Opening hours as a line may break them: never within « 13 h 30 – 17 h 30 », whose words follow freely."""
    # After a dash a line breaks even before a space that no line breaks at: a joiner holds the two together.
    return _WITHIN_HOURS.sub("\u00a0", text).replace("\u00a0–\u00a0", "\u00a0–\u2060\u00a0")


def mailbox(address: str | None) -> Markup:
    """An address of e-mail, which breaks after its « @ » before it would break within a word."""
    return Markup("@<wbr>").join(escape(part) for part in (address or "").split("@"))


def dates_whole(text: object) -> object:
    """« 27 3 2026 » of an example stays on one line."""
    return text if isinstance(text, Markup) else _DATE.sub("\\1\u00a0\\2\u00a0\\3", str(text))


def numbers_whole(text: object) -> Markup:
    """A dossier's number (PLA-2026-000017) stays on one line: browsers would break it at its hyphens."""
    return Markup(_NUMBER.sub(r'<span class="reference">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped just before


def web_address(address: str) -> Markup:
    """Without what says how it travels; it breaks before its dots."""
    return Markup("<wbr>.").join(escape(part) for part in address.partition("://")[2].split("."))


def slug(text: object) -> str:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", str(text).lower()) if not unicodedata.combining(letter)
    )
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")


def filters(language: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> dict[str, Callable[..., Any]]:
    words = Words(language, now)
    return {
        "day": words.day,
        "weekday": words.weekday,
        "hour": words.hour,
        "leaf": words.leaf,
        "moment": words.moment,
        "relative": words.relative,
        "number": words.number,
        "filesize": words.filesize,
        "iso": iso,
        "initial": initial,
        "hours": hours,
        "mailbox": mailbox,
        "dates_whole": dates_whole,
        "numbers_whole": numbers_whole,
        "web_address": web_address,
        "own_addresses": own_addresses,
        "slug": slug,
        "date_parts": split_date,
        "stars_in_sight": stars_in_sight,
        "noted": noted,
    }
