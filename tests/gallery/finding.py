"""Where the pages with holes in their path are: at the addresses that other pages link to."""

import re
from collections import defaultdict
from urllib.parse import parse_qsl, urlsplit

from .entries import lines

HOLES = {"uuid": r"[0-9a-f-]{36}", "int": r"\d+", "str": r"[^/.]+"}
# A tab of a page is shown like a page of its own.
TABS = ("onglet", "vue", "tab")
MOST_TABS = 10


class Finding:
    """The paths of one person, and the addresses found for them so far."""

    def __init__(self, paths: str) -> None:
        # The fewest holes first: « nouvelle » is not somebody's name.
        self._forms = sorted(((_form(path), path) for path in lines(paths)), key=lambda one: one[1].count("{"))
        self.found: dict[str, list[str]] = defaultdict(list)
        for path in lines(paths):
            if "{" not in path:
                self.found[path].append(path)

    @property
    def missing(self) -> list[str]:
        return [path for _, path in self._forms if not self.found[path]]

    def take(self, link: str) -> tuple[str, str] | None:
        """Keeps an address that shows something new; gives it with its path."""
        parts = urlsplit(link)
        path = next((path for form, path in self._forms if form.fullmatch(parts.path)), None)
        if path is None:
            return None
        asked = parse_qsl(parts.query)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        known = self.found[path]
        is_tab = len(asked) == 1 and asked[0][0] in TABS and any(one.startswith(parts.path) for one in known)
        if "{tab:" in path:
            # All of one thing, and not the same one of many things.
            is_tab = not asked and (not known or parts.path.rpartition("/")[0] == known[0].rpartition("/")[0])
        if address in known or (known and not is_tab) or len(known) > MOST_TABS:
            return None
        known.append(address)
        return path, address


def _form(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+:(\w+)\\\}", lambda hole: HOLES[hole[1]], re.escape(path)))
