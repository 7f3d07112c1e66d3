"""The page of abuse cases names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r"`([\w/.]+\.py)::(test_\w+)`")


def test_each_abuse_case_is_shown_by_a_test_that_exists():
    named = NAMED.findall((ROOT / "docs" / "abuse-cases.md").read_text())

    gone = [f"{path}::{test}" for path, test in named if f"def {test}(" not in (ROOT / path).read_text()]

    assert len(named) > 60
    assert gone == []
