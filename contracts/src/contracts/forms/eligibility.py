"""Who may ask: each criterion judged on the answers, and told in words whether it is met or not."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.forms.assessment import Assessment, assess
from contracts.forms.context import Context
from contracts.forms.explain import Explanation, explained
from contracts.forms.expressions import compiled
from contracts.forms.form import Form
from contracts.forms.items import Criterion, When
from contracts.forms.plan import Place
from contracts.forms.validation.messages import message
from contracts.forms.validation.reading import Problem
from contracts.forms.words import LOCALES


def eligibility(form: Form, answers: Mapping[str, Any], context: Context, locale: str = "fr") -> list[Explanation]:
    """One per criterion, in the order of the form: the verdict, the author's words, each answer looked at."""
    assessment = assess(form, answers, context)
    return [_told(assessment, criterion, locale) for criterion in form.eligibility]


def unmet(assessment: Assessment, step_id: str | None = None) -> Iterator[Problem]:
    """Beside the last question that a criterion looks at, once it is answered: before, nothing can be told of it.

    With a step, those alone whose last question stands there. A question that is wrong by itself is mended first.
    """
    for criterion in assessment.plan.form.eligibility:
        looked_at = _looked_at(assessment, criterion)
        if step_id is not None and (not looked_at or looked_at[-1].step.id != step_id):
            continue
        if any(place.key in assessment.problems for place in looked_at):
            continue
        if assessment.evaluation.verdict(_when(criterion)) is not True:
            words = {locale: _told(assessment, criterion, locale).text for locale in LOCALES}
            pointer = f"/{looked_at[-1].key}" if looked_at else ""
            yield Problem(pointer=pointer, code="not_eligible", message=message("not_eligible", "", {"words": words}))


def _looked_at(assessment: Assessment, criterion: Criterion) -> list[Place]:
    names = compiled(criterion.when).names
    return [place for key, place in assessment.plan.places.items() if key in names and key in assessment.shown]


def _told(assessment: Assessment, criterion: Criterion, locale: str) -> Explanation:
    return explained(assessment, _when(criterion), locale)


def _when(criterion: Criterion) -> When:
    return When(when=criterion.when, because=criterion.because)
