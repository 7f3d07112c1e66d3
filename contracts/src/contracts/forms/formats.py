"""Values as people read them, in French and in English."""

from collections.abc import Callable
from datetime import date
from typing import Any

import phonenumbers

NARROW = "\u202f"  # French groups thousands with a narrow no-break space,
NO_BREAK = "\u00a0"  # and keeps a unit on its number's line with a no-break space.

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def both(show: Callable[..., str], *values: Any) -> dict[str, str]:
    """The same value in every language, as facts of a message."""
    return {"fr": show(*values, "fr"), "en": show(*values, "en")}


def day(value: date, locale: str) -> str:
    """« 1er mars 2026 », “1 March 2026”."""
    number = "1er" if value.day == 1 and locale == "fr" else str(value.day)
    return f"{number} {MONTHS[locale][value.month - 1]} {value.year}"


def number(value: float, decimals: int, locale: str) -> str:
    """Without useless zeros: 12,5 stays 12,5 whatever `decimals` allows."""
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _localised(text, locale)


def amount(cents: int, locale: str) -> str:
    sign, units = ("-" if cents < 0 else ""), abs(cents)
    text = _localised(f"{units // 100:,}.{units % 100:02}", locale)
    return f"{sign}{text}{NO_BREAK}€" if locale == "fr" else f"{sign}€{text}"


def phone(e164: str) -> str:
    """National when French, else international."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    layout = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, layout.NATIONAL if parsed.country_code == 33 else layout.INTERNATIONAL)


def iban(compact: str) -> str:
    return NO_BREAK.join(compact[start : start + 4] for start in range(0, len(compact), 4))


def siret(digits: str) -> str:
    return NO_BREAK.join((digits[:3], digits[3:6], digits[6:9], digits[9:]))


def _localised(text: str, locale: str) -> str:
    return text.replace(",", NARROW).replace(".", ",") if locale == "fr" else text
