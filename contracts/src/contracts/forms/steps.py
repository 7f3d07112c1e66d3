"""Which steps there are, for these answers."""

from collections.abc import Mapping
from typing import Any

from contracts.forms.assessment import Assessment, assess
from contracts.forms.context import Context
from contracts.forms.form import AnyItem, Form, Section, Step
from contracts.forms.plan import plan_of


def visible_steps(form: Form, answers: Mapping[str, Any], context: Context) -> list[Step]:
    """A step whose items are all hidden is not shown either."""
    return _visible(form, assess(form, answers, context))


def next_step(form: Form, step_id: str, answers: Mapping[str, Any], context: Context) -> Step | None:
    """The step to show after that one, None when the recap comes next."""
    numbers = {step.id: number for number, step in enumerate(form.steps)}
    later = [step for step in visible_steps(form, answers, context) if numbers[step.id] > numbers[step_id]]
    return later[0] if later else None


def previous_step(form: Form, step_id: str, answers: Mapping[str, Any], context: Context) -> Step | None:
    numbers = {step.id: number for number, step in enumerate(form.steps)}
    earlier = [step for step in visible_steps(form, answers, context) if numbers[step.id] < numbers[step_id]]
    return earlier[-1] if earlier else None


def shown_ids(form: Form, answers: Mapping[str, Any], context: Context) -> frozenset[str]:
    """The ids of everything shown: items and sections."""
    return frozenset(key for key in assess(form, answers, context).shown if not key.startswith("step:"))


def drives(form: Form, step_id: str) -> bool:
    """Whether an answer of this step may change what is asked, there or in another one."""
    plan = plan_of(form)
    own = {place.key for place in plan.of_step(step_id)}
    return any(own & place.reads for place in plan.places.values())


def _visible(form: Form, assessment: Assessment) -> list[Step]:
    shown = assessment.shown
    return [
        step
        for step in form.steps
        if f"step:{step.id}" in shown and (not step.items or any(_has_content(item, shown) for item in step.items))
    ]


def _has_content(item: AnyItem, shown: set[str]) -> bool:
    return item.id in shown and (not isinstance(item, Section) or any(inner.id in shown for inner in item.items))
