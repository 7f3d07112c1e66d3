"""The functions a form's expressions may call, beside CEL's own.

Each returns null for what it cannot take: the engine prints what a function raises, and an answer must not reach a log.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

Function = Callable[..., Any]

STANDARD = frozenset(
    {
        "contains",
        "double",
        "duration",
        "endsWith",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getFullYear",
    }
    | {"getMonth", "int", "matches", "size", "startsWith", "string", "timestamp"}
)
"""Those of CEL's own functions that forms may use."""


def midnight(day: date) -> datetime:
    """A day as expressions see it: CEL has timestamps only."""
    return datetime.combine(day, time(), tzinfo=UTC)


def functions(today: date) -> dict[str, Function]:
    now = midnight(today)

    def age(birth: Any) -> int | None:
        return age_on(birth, now)

    return {
        "add_days": add_days,
        "add_months": add_months,
        "add_years": add_years,
        "age": age,
        "age_on": age_on,
        "date": to_date,
        "days_between": days_between,
        "euros": euros,
        "max": largest,
        "min": smallest,
        "months_between": months_between,
        "round": rounded,
        "sum": total,
        "years_between": age_on,
    }


def add_days(day: Any, count: Any) -> datetime | None:
    if not isinstance(day, datetime) or not isinstance(count, int):
        return None
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: Any, count: Any) -> datetime | None:
    """The last day of the month when the month is too short: 31 January plus one month is 28 February."""
    if not isinstance(day, datetime) or not isinstance(count, int):
        return None
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: Any, count: Any) -> datetime | None:
    return add_months(day, count * 12) if isinstance(count, int) else None


def months_between(start: Any, end: Any) -> int | None:
    """Whole months gone by; negative when `end` comes first."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    if end < start:
        gone = months_between(end, start)
        return None if gone is None else -gone
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def age_on(birth: Any, day: Any) -> int | None:
    """Whole years gone by. Somebody born on 29 February is a year older on 1 March."""
    months = months_between(birth, day)
    return None if months is None else int(months / 12)


def days_between(start: Any, end: Any) -> int | None:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    return (end.date() - start.date()).days


def to_date(text: Any) -> datetime | None:
    try:
        return midnight(date.fromisoformat(text))
    except (TypeError, ValueError):
        return None


def rounded(number: Any, decimals: Any = 0) -> int | float | None:
    """Half up, as people round: 2,5 gives 3."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not isinstance(decimals, int):
        return None
    # Said this way round, it refuses what is no number (0/0) as well.
    if not abs(number) <= 1e15 or not 0 <= decimals <= 6:
        return None
    exact = Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return int(exact) if decimals == 0 else float(exact)


def euros(number: Any) -> int | None:
    """Euros to cents: `income < euros(15000)`."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) <= 1e13:
        return None
    return int((Decimal(repr(number)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def total(numbers: Any) -> int | float | None:
    """The sum of a list, blanks left out: `sum(children.map(c, c.fee))`."""
    terms = _numbers(numbers)
    return None if terms is None else sum(terms)


def largest(*given: Any) -> float | None:
    """Of a list or of its arguments, blanks left out."""
    terms = _numbers(given[0] if len(given) == 1 else list(given))
    return max(terms) if terms else None


def smallest(*given: Any) -> float | None:
    terms = _numbers(given[0] if len(given) == 1 else list(given))
    return min(terms) if terms else None


def _numbers(given: Any) -> list[float] | None:
    if not isinstance(given, list):
        return None
    terms = [term for term in cast(list[Any], given) if term is not None]
    if any(isinstance(term, bool) or not isinstance(term, int | float) for term in terms):
        return None
    return terms


NAMES = frozenset(functions(date(2000, 1, 1)))
