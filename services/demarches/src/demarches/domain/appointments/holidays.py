"""Public holidays of France, and the two more of Alsace and Moselle."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from demarches.domain.appointments.calendar import Holidays

# Good Friday and 26 December are kept in both; the package names them by département.
SUBDIVISION = {Holidays.NATIONAL: None, Holidays.ALSACE_MOSELLE: "57"}


def holiday_on(day: date, kind: Holidays) -> str | None:
    """Its name in French, or None. Nothing is a holiday for a calendar that keeps none."""
    if kind is Holidays.NONE:
        return None
    return _of(day.year, kind).get(day)


@lru_cache(maxsize=64)
def _of(year: int, kind: Holidays) -> dict[date, str]:
    return dict(country_holidays("FR", subdiv=SUBDIVISION[kind], years=year, language="fr"))
