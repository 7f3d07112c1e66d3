"""Where a page says that a star means « must be filled in »: above its fields, or inside what is folded over them."""

import re
from typing import NamedTuple

from markupsafe import Markup

_MARKS = re.compile(r'<details\b|</details>|(?P<form><form\b[^>]*>)|</form>|(?P<star>class="required")')


class _Found(NamedTuple):
    """`in_sight`: a starred field stands in nothing folded. `folded`: where the forms that hold one of the others begin."""

    in_sight: bool
    folded: list[int]


def _stars(html: str) -> _Found:
    in_sight, folded, depth, begins = False, [], 0, 0
    for mark in _MARKS.finditer(html):
        if mark["form"]:
            begins = mark.end()
        elif mark["star"]:
            in_sight = in_sight or not depth
            if depth and begins not in folded:
                folded.append(begins)
        elif mark[0] == "</form>":
            begins = 0
        else:
            depth += 1 if mark[0] == "<details" else -1
    return _Found(in_sight, [at for at in folded if at])


def stars_in_sight(html: str) -> bool:
    """Whether somebody meets a starred field without unfolding anything."""
    return _stars(html).in_sight


def noted(html: str, note: str) -> Markup:
    """With the note at the beginning of each folded form that has a starred field."""
    for at in reversed(_stars(html).folded):
        html = f"{html[:at]}{note}{html[at:]}"
    return Markup(html)  # noqa: S704 - the page's own markup, cut between its tags
