"""Public holidays of France, and the two more of Alsace and Moselle."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from demarches.domain.appointments.calendar import Holidays

# Good Friday and 26 December are kept in both; the package names them by département.
SUBDIVISION = {Holidays.NATIONAL: None, Holidays.ALSACE_MOSELLE: "57"}


# The package speaks American alone.
LANGUAGES = {"fr": "fr", "en": "en_US"}


def holiday_on(day: date, kind: Holidays, locale: str = "fr") -> str | None:
    """Its name, or None. Nothing is a holiday for a calendar that keeps none."""
    if kind is Holidays.NONE:
        return None
    return _of(day.year, kind, LANGUAGES.get(locale, "fr")).get(day)


@lru_cache(maxsize=128)
def _of(year: int, kind: Holidays, language: str) -> dict[date, str]:
    found = country_holidays("FR", subdiv=SUBDIVISION[kind], years=year, language=language)
    return {day: name.replace("'", "’").replace("Labor", "Labour") for day, name in found.items()}
