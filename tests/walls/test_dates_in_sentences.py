"""A moment brings its own « le » (« le 27 mars 2026 à 14 h 02 »): a sentence around it has none."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = [
    *ROOT.glob("gateway/src/**/templates/**/*.html"),
    *ROOT.glob("services/*/src/**/templates/**/*.html"),
    *ROOT.glob("chassis/src/**/templates/**/*.html"),
]
# « le %(day)s », with `day=…|moment` among the values of the same call.
DOUBLED = re.compile(r"(?:\ble|\bdu|\bau|jusqu’à) %\((\w+)\)s[^\"]*\",[^{}]*\b\1=[^,{}]*\|moment")


def test_no_sentence_says_le_twice_before_a_moment():
    doubled = [f"{path.name}: {found[0]}" for path in TEMPLATES for found in DOUBLED.finditer(path.read_text("utf-8"))]

    assert len(TEMPLATES) > 100
    assert doubled == []
