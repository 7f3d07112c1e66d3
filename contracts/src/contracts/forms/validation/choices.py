"""Choices among options, and yes or no."""

from typing import Any, cast

from contracts.forms.items import Choice, YesNo
from contracts.forms.validation.reading import Reading

YES = frozenset({"yes", "oui", "true"})
NO = frozenset({"no", "non", "false"})


def read_choice(item: Choice, raw: object, reading: Reading) -> str | list[str] | None:
    offered = [o.value for o in item.options if o.show_if is None or reading.evaluation.holds(o.show_if)]
    if not item.multiple:
        if isinstance(raw, str) and raw in offered:
            return raw
        reading.refuse("choice")
        return None
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list) or len(cast(list[Any], chosen)) > 1_000:
        reading.refuse("choice")
        return None
    ticked = [value for value in cast(list[Any], chosen) if value not in (None, "")]
    if any(not isinstance(value, str) or value not in offered for value in ticked):
        reading.refuse("choice")
        return None
    kept = [value for value in offered if value in ticked]
    if item.max_choices and len(kept) > item.max_choices:
        reading.refuse("too_many_choices", limit=item.max_choices)
        return None
    return kept or None


def read_yes_no(item: YesNo, raw: object, reading: Reading) -> bool | None:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) and len(raw) < 20 else None
    if word in YES:
        return True
    if word in NO:
        return False
    reading.refuse("yes_no")
    return None
