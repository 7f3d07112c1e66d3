"""docs/requirements.md tells which tests show what, truly."""

from kit import requirements


def test_a_marked_requirement_exists():
    assert set(requirements.shown()) <= set(requirements.known())
