"""Is this what was asked? Each answer is taken in its normal form, or refused with what to do about it."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from contracts.forms.assessment import Assessment, assess, takes_answer
from contracts.forms.context import Context
from contracts.forms.eligibility import unmet
from contracts.forms.faults import Fault
from contracts.forms.form import Form, flat
from contracts.forms.validation.messages import message
from contracts.forms.validation.reading import MAX_PROBLEMS, Problem, escaped

__all__ = ["Problem", "Result", "merged", "validate", "validate_step"]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`answers` holds what was taken, computed values included, and nothing of what is hidden.

    `faults` are expressions that failed on these answers: the definition is to be mended, and they are worth a log line
    (they hold no answer).
    """

    answers: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def validate(form: Form, answers: object, context: Context) -> Result:
    """The whole form. Raises FormFault when the definition itself cannot be used."""
    if not isinstance(answers, Mapping):
        return _not_an_object()
    sent = cast(Mapping[str, Any], answers)
    return _result(assess(form, sent, _unsettled(context)), sent, step_id=None)


def validate_step(
    form: Form, step_id: str, answers: object, *, context: Context, so_far: Mapping[str, Any] | None = None
) -> Result:
    """One step: `answers` are that step's alone, `so_far` those of the others, which decide what is shown.

    The result speaks of that step only. Raises KeyError for a step the form does not have.
    """
    form.step(step_id)
    if not isinstance(answers, Mapping):
        return _not_an_object()
    sent = cast(Mapping[str, Any], answers)
    assessment = assess(form, merged(form, step_id, sent, so_far or {}), _unsettled(context))
    return _result(assessment, sent, step_id=step_id)


def merged(form: Form, step_id: str, answers: Mapping[str, Any], so_far: Mapping[str, Any]) -> dict[str, Any]:
    """All the answers, once those of a step are replaced by new ones."""
    of_step = {item.id for item in flat(form.step(step_id))}
    return {name: value for name, value in so_far.items() if name not in of_step} | {
        name: value for name, value in answers.items() if name in of_step
    }


def _unsettled(context: Context) -> Context:
    return msgspec.structs.replace(context, settled=False) if context.settled else context


def _result(assessment: Assessment, sent: Mapping[Any, Any], *, step_id: str | None) -> Result:
    places = assessment.plan.places
    known = {key for key, place in places.items() if takes_answer(place.item) and step_id in (None, place.step.id)}
    unknown = [_unknown(name) for name in sent if name not in known]
    return Result(
        answers=assessment.answers(step_id),
        problems=tuple([*unknown, *assessment.problems_in_order(step_id), *unmet(assessment, step_id)][:MAX_PROBLEMS]),
        faults=tuple(assessment.evaluation.faults),
    )


def _unknown(name: object) -> Problem:
    return Problem(pointer=f"/{escaped(str(name))}", code="unknown", message=message("unknown", "", {}))


def _not_an_object() -> Result:
    problem = Problem(pointer="", code="type", message=message("type", {"fr": "Formulaire", "en": "Form"}, {}))
    return Result(answers={}, problems=(problem,))
