"""What travels between organisations: a definition without what belongs to one of them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from demarches.domain.editor.differences import Difference, Merged, differences, merge, replaced

# Its department and its calendars are an organisation's own.
OWN = ("department_id", "appointment")
Document = dict[str, Any]


class Update(NamedTuple):
    """A later version beside what was made of an earlier one. `changes` is what its author changed in between."""

    content: Document
    changes: list[Difference]
    conflicts: list[Difference]


def without_own(content: Mapping[str, Any]) -> Document:
    return {name: value for name, value in content.items() if name not in OWN}


def update(base: Document, ours: Document, theirs: Document, *, taking: Iterable[tuple[str, ...]] = ()) -> Update:
    """Ours with what they changed since; where both changed, ours stands unless that place is in `taking`."""
    merged: Merged = merge(base, ours, theirs)
    content, chosen = merged.content, set(taking)
    for conflict in merged.conflicts:
        if conflict.path in chosen:
            content = replaced(content, conflict.path, conflict.after)
    return Update(content, list(differences(base, theirs)), merged.conflicts)
