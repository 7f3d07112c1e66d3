"""Between a form and the profile of the personal space, both ways."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from contracts.forms import items as kinds
from contracts.forms.form import Form, flat
from contracts.forms.parts import ADDRESS_PARTS
from contracts.forms.profile_paths import PREFIX
from contracts.forms.validation.reading import is_blank


def prefill(form: Form, profile: Mapping[str, Any]) -> dict[str, Any]:
    """The answers the profile already knows, to be shown for checking: they are validated like any other."""
    answers: dict[str, Any] = {}
    for item in _linked(form):
        known = _at(profile, item.prefill or "")
        value = _fitting(item, known)
        if not is_blank(value):
            answers[item.id] = value
    return answers


def write_back(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What validated answers would change in the profile, by path (`email`, `address`, `address.city`).

    Blank answers change nothing: leaving a field empty is no wish to be forgotten.
    """
    changes: dict[str, Any] = {}
    for item, value in written_back(form, answers):
        if isinstance(item, kinds.Person):
            changes.update(cast(dict[str, Any], value))
        else:
            changes[(item.prefill or "").removeprefix(PREFIX)] = value
    return changes


def written_back(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[kinds.Question, Any]]:
    """The questions whose answers may go back to the profile, with what was answered."""
    for item in _linked(form):
        value = answers.get(item.id)
        if item.write_back and not is_blank(value):
            yield item, value


def _linked(form: Form) -> Iterator[kinds.Question]:
    for step in form.steps:
        for item in flat(step):
            if isinstance(item, kinds.Question) and item.prefill is not None:
                yield item


def _at(profile: Mapping[str, Any], path: str) -> Any:
    found: Any = profile
    for part in path.split(".")[1:]:
        found = cast(Mapping[str, Any], found).get(part) if isinstance(found, Mapping) else None
    return found


def _fitting(item: kinds.Question, known: Any) -> Any:
    """Only the parts this item asks."""
    if not isinstance(known, Mapping):
        return known
    parts = item.parts if isinstance(item, kinds.Person) else tuple(ADDRESS_PARTS)
    found = cast(Mapping[str, Any], known)
    return {part: found[part] for part in parts if not is_blank(found.get(part))}
