"""Evaluates a form's expressions against the answers read so far."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast

from contracts.forms.context import Context
from contracts.forms.expressions import compiled, evaluate, functions, is_day, midnight, source_of
from contracts.forms.faults import Fault, FormFault, fault
from contracts.forms.items import Condition
from contracts.forms.profile_paths import profile_names


class Evaluation:
    """`names` is what expressions see. An answer not given yet is null.

    An expression that fails because something it reads is not answered yet is false, or blank: that is no fault. Any
    other failure is kept in `faults`, and counts as false too.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.names: dict[str, Any] = {"today": midnight(context.today), "profile": profile_names(context.profile)}
        self.faults: list[Fault] = []
        self._functions = functions(context.today)

    def value(self, source: str, pointer: str = "") -> Any:
        expression = compiled(source)
        try:
            return evaluate(expression, self.names, self._functions)
        except FormFault as failure:
            if failure.fault.code not in ("expression_failed", "mismatched"):
                raise
            read = [self.names[name] for name in expression.names if name in self.names]
            if not any(_has_gap(value) for value in read):
                self._keep(failure.fault.code, pointer, reason=source[:200])
            return None

    def holds(self, condition: Condition, pointer: str = "") -> bool:
        return self.verdict(condition, pointer) is True

    def verdict(self, condition: Condition, pointer: str = "") -> bool | None:
        """None when it cannot be told, for want of an answer or because of a fault."""
        value = self.value(source_of(condition), pointer)
        if value is None or isinstance(value, bool):
            return value
        self.mistyped(value, "yes_no", pointer)
        return None

    def day(self, limit: str, pointer: str = "") -> date | None:
        """A date written out, or the day an expression gives."""
        if is_day(limit):
            return date.fromisoformat(limit)
        value = self.value(limit, pointer)
        return value.date() if isinstance(value, datetime) else None

    @contextmanager
    def scope(self, **names: Any) -> Generator[None]:
        """Adds names for a while: `value` for a rule, `row` for a table's row."""
        before = {name: self.names[name] for name in names if name in self.names}
        self.names.update(names)
        try:
            yield
        finally:
            for name in names:
                del self.names[name]
            self.names.update(before)

    def mistyped(self, value: object, wanted: str, pointer: str) -> None:
        self._keep("not_typed", pointer, kind=type(value).__name__, wanted=wanted)

    def _keep(self, code: str, pointer: str, **facts: object) -> None:
        found = fault(code, pointer, **facts)
        if found not in self.faults:
            self.faults.append(found)


def _has_gap(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, Mapping):
        return any(_has_gap(part) for part in cast(Mapping[str, object], value).values())
    if isinstance(value, list):
        return not value or any(_has_gap(part) for part in cast(list[object], value))
    return False
