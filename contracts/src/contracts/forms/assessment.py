"""Goes through a form once with what was answered: what is shown, what each answer is worth, what is wrong.

Everything else asks it: validation, the recap, the steps to show, the pieces to join.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.forms.context import Context
from contracts.forms.evaluation import Evaluation
from contracts.forms.expressions.names import named
from contracts.forms.form import AnyItem, Form, Section, Table
from contracts.forms.items import Computed, Information, Piece, Question
from contracts.forms.plan import Place, Plan, plan_of
from contracts.forms.validation.answers import keeps_rules, read_answer
from contracts.forms.validation.computed import compute
from contracts.forms.validation.reading import Problem, Reading
from contracts.forms.validation.rows import read_table


@dataclass(slots=True)
class Assessment:
    """`values` are in their stored form, and hold only what is shown and was taken."""

    plan: Plan
    evaluation: Evaluation
    shown: set[str] = field(default_factory=set[str])
    settled: frozenset[str] = frozenset()
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: dict[str, list[Problem]] = field(default_factory=dict[str, list[Problem]])

    def answers(self, step_id: str | None = None) -> dict[str, Any]:
        """In the order of the form."""
        steps = [place for place in self.plan.places.values() if step_id in (None, place.step.id)]
        return {place.key: self.values[place.key] for place in steps if place.key in self.values}

    def problems_in_order(self, step_id: str | None = None) -> list[Problem]:
        steps = [place for place in self.plan.places.values() if step_id in (None, place.step.id)]
        return [problem for place in steps for problem in self.problems.get(place.key, [])]


def assess(form: Form, answers: Mapping[str, Any], context: Context) -> Assessment:
    """Never refuses: what cannot be read counts as blank and leaves a problem.

    Raises FormFault for a definition that cannot be used.
    """
    plan = plan_of(form)
    assessment = Assessment(plan, Evaluation(context), settled=_settled(plan, answers, context))
    names = assessment.evaluation.names
    for place in plan.order:
        item = place.item
        if item is None or isinstance(item, Section):
            _show(place, assessment)
            continue
        value = _value(place, item, answers.get(place.key), assessment) if _show(place, assessment) else None
        if value is not None:
            assessment.values[place.key] = value
        names[place.key] = named(item, value)
    return assessment


def takes_answer(item: AnyItem | None) -> bool:
    return isinstance(item, Question | Computed)


def _settled(plan: Plan, answers: Mapping[str, Any], context: Context) -> frozenset[str]:
    """What was answered, and what holds it: shown then, hence shown now."""
    if not context.settled:
        return frozenset()
    answered = [
        place for key, place in plan.places.items() if takes_answer(place.item) and answers.get(key) is not None
    ]
    return frozenset(holder.key for place in answered for holder in place.lineage())


def _show(place: Place, assessment: Assessment) -> bool:
    if place.key in assessment.settled:
        assessment.shown.add(place.key)
        return True
    if place.parent is not None and place.parent.key not in assessment.shown:
        return False
    if place.show_if is not None and not assessment.evaluation.holds(place.show_if, f"{place.pointer}/show_if"):
        return False
    assessment.shown.add(place.key)
    return True


def _value(place: Place, item: AnyItem, raw: object, assessment: Assessment) -> Any:
    evaluation = assessment.evaluation
    if evaluation.context.settled:
        return raw if takes_answer(item) else None
    if isinstance(item, Computed):
        return compute(item, evaluation, f"{place.pointer}/expression")
    if isinstance(item, Information | Piece | Section):
        return None
    problems: list[Problem] = []
    reading = Reading(f"/{place.key}", item.label, False, evaluation, problems)
    value = _rows(item, raw, reading, assessment) if isinstance(item, Table) else read_answer(item, raw, reading)
    if problems:
        assessment.problems[place.key] = problems
    return value


def _rows(item: Table, raw: object, reading: Reading, assessment: Assessment) -> Any:
    required = item.required if isinstance(item.required, bool) else assessment.evaluation.holds(item.required)
    reading = Reading(reading.pointer, item.label, required, reading.evaluation, reading.problems)
    rows = read_table(item, assessment.plan.columns[item.id], raw, reading)
    return rows if rows and keeps_rules(item, rows, reading) else None
