"""Conditions and computations, in the Common Expression Language.

Evaluated in a sandbox: no names but the form's, no clock, no input or output.
"""

import re
from datetime import date

from contracts.forms.expressions.compiled import Expression, compiled, evaluate
from contracts.forms.expressions.functions import functions, midnight
from contracts.forms.items import Condition, When

__all__ = ["Expression", "compiled", "evaluate", "functions", "is_day", "midnight", "source_of"]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_day(limit: str) -> bool:
    """A date written out (`2026-03-27`), as opposed to an expression."""
    if not _DAY.fullmatch(limit):
        return False
    try:
        return bool(date.fromisoformat(limit))
    except ValueError:
        return False


def source_of(condition: Condition) -> str:
    return condition.when if isinstance(condition, When) else condition
