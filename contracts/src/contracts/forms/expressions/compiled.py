"""Compiles an expression once and evaluates it many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cel

from contracts.forms.expressions.functions import NAMES, STANDARD, Function
from contracts.forms.expressions.source import KEYWORDS, outline
from contracts.forms.faults import FormFault, fault


@dataclass(frozen=True, slots=True)
class Expression:
    """`names` are all it reads, those its loops bind (`bound`) included; `paths` are the same with their fields."""

    source: str
    program: cel.Program
    names: frozenset[str]
    paths: frozenset[tuple[str, ...]]
    bound: frozenset[str]
    calls: frozenset[str]


@lru_cache(maxsize=8_192)
def compiled(source: str) -> Expression:
    """Raises FormFault: bad_expression, too_costly, unsupported_syntax, unknown_function."""
    seen = outline(source)
    try:
        program = cel.compile(source)
        references = program.references()
    except BaseException as error:
        raise _refused("bad_expression", error) from None
    # The engine names operators too (`_+_`, `!_`, `@in`): what is no identifier is no function.
    calls = frozenset(name for name in references["functions"] if name.isidentifier() and not name.startswith("_"))
    for name in sorted(calls - STANDARD - NAMES):
        raise FormFault(fault("unknown_function", name=name))
    return Expression(
        source=source,
        program=program,
        names=frozenset(references["variables"]) - KEYWORDS,
        paths=frozenset(seen.paths),
        bound=frozenset(seen.bound),
        calls=calls & NAMES,
    )


def evaluate(expression: Expression, names: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
    """The value, from those names alone. Raises FormFault (`expression_failed`, `unknown_name`, `mismatched`)."""
    missing = expression.names - expression.bound - names.keys()
    for name in sorted(missing):
        raise FormFault(fault("unknown_name", name=name))
    context = cel.Context(
        {name: names[name] for name in expression.names if name in names},
        {name: functions[name] for name in expression.calls},
    )
    try:
        return expression.program.execute(context)
    except BaseException as error:
        raise _refused("mismatched" if _is_mismatch(error) else "expression_failed", error) from None


def _is_mismatch(error: BaseException) -> bool:
    """The values are of another kind than the expression needs, whatever their content."""
    # A method the value's kind does not have is called undefined by the engine: names were all checked before. A form's
    # functions raise nothing themselves, so a TypeError from one is a wrong number of arguments.
    said = str(error)
    is_undefined = said.startswith("Undefined variable or function") or "call failed: TypeError" in said
    return is_undefined or isinstance(error, TypeError | KeyError)


def _refused(code: str, error: BaseException) -> FormFault:
    # A panic of the engine arrives as a BaseException; what ends the process must pass.
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise error
    # The engine's words may quote the values it was given: only those about the source are kept.
    reason = str(error).splitlines()[0][:300] if code == "bad_expression" else type(error).__name__
    return FormFault(fault(code, reason=reason))
