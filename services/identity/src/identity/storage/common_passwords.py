"""Passwords that too many people chose, 3,000 that would meet the rule, one a line: breached ones, and frequent words
with a capital and digits."""

from functools import cache
from pathlib import Path


@cache
def common_passwords() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split("\n"))
