"""Conditions and computations, in the Common Expression Language, evaluated in a sandbox: no names but the form's, no clock, no input."""

from contracts.forms.expressions.compiled import Expression, compiled, evaluate
from contracts.forms.expressions.functions import functions, midnight
from contracts.forms.items import Condition, When

__all__ = ["Expression", "compiled", "evaluate", "functions", "midnight", "source_of"]


def source_of(condition: Condition) -> str:
    return condition.when if isinstance(condition, When) else condition
