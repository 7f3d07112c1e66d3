"""The value of a computed item, in the form its `format` says."""

from datetime import datetime
from typing import Any

from contracts.forms.evaluation import Evaluation
from contracts.forms.expressions.functions import rounded
from contracts.forms.items import Computed

LONGEST = 2_000


def compute(item: Computed, evaluation: Evaluation, pointer: str) -> Any:
    """None when it cannot be told yet; a result of another kind than asked is a fault of the definition."""
    value = evaluation.value(item.expression, pointer)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match item.format:
        case "text" if isinstance(value, str):
            return value[:LONGEST]
        case "number" if is_number:
            return rounded(value, item.decimals)
        case "amount" if is_number:
            return rounded(value)
        case "date" if isinstance(value, datetime):
            return value.date().isoformat()
        case "yes_no" if isinstance(value, bool):
            return value
        case wanted:
            evaluation.mistyped(value, wanted, pointer)
            return None
