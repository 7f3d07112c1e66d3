"""What the verifier of journals finds is said to people in both languages."""

from chassis.journal import Cause
from suite.cli.journal import WORDS


def test_each_cause_has_its_words():
    assert set(WORDS) == set(Cause)
