"""Numbers and amounts, with the comma or the point, and with spaces between thousands."""

import re
from decimal import Decimal

from contracts.forms import formats
from contracts.forms.items import Amount, Number
from contracts.forms.validation.reading import Reading
from contracts.forms.validation.texts import text_of

LARGEST = 10**15
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_TYPED = re.compile(r"([+-]?)(\d{1,16})(?:[.,](\d{1,10}))?", re.ASCII)


def _typed(raw: str, reading: Reading) -> Decimal | None:
    text = text_of(raw, reading, longest=40)
    if text is None:
        return None
    match = _TYPED.fullmatch(_SPACES.sub("", text).replace("−", "-"))
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    return Decimal(f"{sign}{whole}.{fraction or '0'}")


def _exact(raw: object, reading: Reading) -> Decimal | None:
    """Booleans are no numbers, and neither are infinities."""
    if isinstance(raw, str):
        return _typed(raw, reading)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw) if abs(raw) <= LARGEST else None
    if isinstance(raw, float) and abs(raw) <= LARGEST:
        return Decimal(repr(raw))
    return None


def _ask_again(item: Number, reading: Reading) -> None:
    if item.decimals == 0:
        reading.refuse("integer")
    else:
        reading.refuse("number", example={"fr": "12,5", "en": "12.5"})


def read_number(item: Number, raw: object, reading: Reading) -> int | float | None:
    before = len(reading.problems)
    exact = _exact(raw, reading)
    if exact is None or abs(exact) > LARGEST:
        if len(reading.problems) == before:
            _ask_again(item, reading)
        return None
    if exact != exact.quantize(Decimal(1).scaleb(-item.decimals)):
        if item.decimals == 0:
            reading.refuse("integer")
        else:
            reading.refuse("decimals", limit=item.decimals)
        return None
    if item.min is not None and exact < Decimal(repr(item.min)):
        reading.refuse("number_too_low", limit=formats.both(formats.number, item.min, 6))
        return None
    if item.max is not None and exact > Decimal(repr(item.max)):
        reading.refuse("number_too_high", limit=formats.both(formats.number, item.max, 6))
        return None
    return int(exact) if item.decimals == 0 else float(exact) + 0.0


def read_amount(item: Amount, raw: object, reading: Reading) -> int | None:
    """An integer is cents, a string euros. A JSON number with a point is refused: nobody could tell which it is."""
    before = len(reading.problems)
    cents: Decimal | None = None
    if isinstance(raw, str):
        euros = _typed(raw.replace("€", ""), reading)
        cents = None if euros is None else euros * 100
    elif not isinstance(raw, float):
        cents = _exact(raw, reading)
    if cents is None or cents != cents.to_integral_value() or abs(cents) > LARGEST:
        if len(reading.problems) == before:
            reading.refuse("amount")
        return None
    if cents < item.min:
        reading.refuse("amount_too_low", limit=formats.both(formats.amount, item.min))
        return None
    if cents > item.max:
        reading.refuse("amount_too_high", limit=formats.both(formats.amount, item.max))
        return None
    return int(cents)
