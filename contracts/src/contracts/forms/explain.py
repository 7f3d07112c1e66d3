"""Why something is shown or not, asked or not, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from contracts.forms import formats
from contracts.forms.assessment import Assessment, assess
from contracts.forms.context import Context
from contracts.forms.expressions import compiled, source_of
from contracts.forms.form import Form, Table
from contracts.forms.items import Computed, Condition, Question, When
from contracts.forms.recap import NOT_GIVEN, shown
from contracts.forms.words import Words, say

VERDICTS: dict[bool | None, Words] = {
    True: {"fr": "La condition est remplie.", "en": "The condition is met."},
    False: {"fr": "La condition n’est pas remplie.", "en": "The condition is not met."},
    None: {
        "fr": "On ne peut pas encore dire si la condition est remplie.",
        "en": "Whether the condition is met cannot be told yet.",
    },
}
TODAY: Words = {"fr": "Date du jour", "en": "Today's date"}
PROFILE: Words = {"fr": "Votre profil", "en": "Your profile"}
CONSULTED: Words = {"fr": "consulté", "en": "consulted"}
HIDDEN: Words = {"fr": "réponse confidentielle", "en": "confidential answer"}
COUNT: Words = {"fr": "nombre de lignes : {count}", "en": "number of rows: {count}"}


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the condition looked at."""

    label: str
    value: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """`holds` is None when it cannot be told, mostly for want of an answer. `text` says it all in one paragraph."""

    holds: bool | None
    text: str
    because: str = ""
    known: tuple[Known, ...] = ()


def explain(
    form: Form, condition: Condition, answers: Mapping[str, Any], context: Context, locale: str = "fr"
) -> Explanation:
    """The verdict, the author's reason if there is one, and each answer the condition looked at."""
    return explained(assess(form, answers, context), condition, locale)


def explain_item(
    form: Form, key: str, answers: Mapping[str, Any], context: Context, locale: str = "fr"
) -> Explanation | None:
    """Why an item (by its id) or a step (`step:` and its id) is shown or not. None when it is always shown.

    Of the conditions on it and on what holds it, the first that is not met is the reason. Raises KeyError for one the
    form does not have.
    """
    assessment = assess(form, answers, context)
    lineage = [*assessment.plan.places[key].lineage()]
    conditions = [place.show_if for place in reversed(lineage) if place.show_if is not None]
    unmet = [condition for condition in conditions if not assessment.evaluation.holds(condition)]
    reason = (unmet or conditions[-1:])[:1]
    return explained(assessment, reason[0], locale) if reason else None


def explained(assessment: Assessment, condition: Condition, locale: str) -> Explanation:
    holds = assessment.evaluation.verdict(condition)
    because = say(condition.because, locale) if isinstance(condition, When) else ""
    known = tuple(_known(assessment, condition, locale))
    colon = f"{formats.NO_BREAK}:" if locale == "fr" else ":"
    looked_at = " ; ".join(f"{one.label}{colon} {one.value}" for one in known)
    text = " ".join(part for part in (say(VERDICTS[holds], locale), because, looked_at and f"{looked_at}.") if part)
    return Explanation(holds=holds, text=text, because=because, known=known)


def _known(assessment: Assessment, condition: Condition, locale: str) -> Iterator[Known]:
    expression = compiled(source_of(condition))
    for name, place in assessment.plan.places.items():
        item = place.item
        if name in expression.names and isinstance(item, Question | Computed):
            value = assessment.values.get(name)
            yield Known(label=say(item.label, locale), value=_value(item, value, locale))
    if "profile" in expression.names:
        yield Known(label=say(PROFILE, locale), value=say(CONSULTED, locale))
    if "today" in expression.names or "age" in expression.calls:
        yield Known(label=say(TODAY, locale), value=formats.day(assessment.evaluation.context.today, locale))


def _value(item: Question | Computed, value: Any, locale: str) -> str:
    if item.sensitive:
        return say(HIDDEN, locale)
    if value is None:
        return say(NOT_GIVEN, locale)
    if isinstance(item, Table):
        return say(COUNT, locale).format(count=len(value))
    return shown(item, value, locale).replace("\n", ", ")
