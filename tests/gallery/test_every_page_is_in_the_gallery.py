"""A page that nobody declared is a page that nobody looks at."""

import re
from collections import Counter
from pathlib import Path

import pytest

from . import elsewhere, entries, routes

JOURNEYS = Path(__file__).parents[1] / "e2e"


@pytest.mark.requirement("GW-01")
def test_every_page_is_declared_once_and_none_that_does_not_exist(tmp_path: Path):
    there = {str(route) for route in routes.of_both_entrances(tmp_path)}

    declared = Counter(entries.declared())

    # What to do: a line in tests/gallery/entries.py below who sees the page, or in elsewhere.py.
    assert sorted(there - set(declared)) == []
    assert sorted(set(declared) - there) == []
    assert [path for path, times in declared.items() if times > 1] == []


def test_a_page_left_to_a_journey_has_a_journey_that_keeps_pictures():
    for story in elsewhere.IN_A_JOURNEY:
        told = (JOURNEYS / f"{story}.py").read_text("utf-8")

        assert re.search(r"\.looks\(", told), story


def test_what_is_not_shown_says_why_of_pages_that_exist():
    declared = {str(path).split()[-1] for path in entries.declared()}

    assert set(elsewhere.WHY_NOT) - declared == set()
