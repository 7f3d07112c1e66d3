"""Which tests of a shared run stay together."""

import pytest

from kit.lanes import lane


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("tests/e2e/test_citizen.py::test_she_files[1280]", "suite"),
        ("tests/chaos/test_nothing_accepted_is_lost.py::test_none_is_missing", "suite"),
        ("deploy/local/tests/test_up.py::test_up", "suite"),
        ("tests/gallery/test_workable_by_all.py::test_each[agent]", "afterwards"),
        ("tests/operations/test_tenant_walls.py::test_it", "tests/operations/test_tenant_walls.py"),
        ("tests/walls/test_walls.py::test_the_house_is_as_drawn", "tests/walls/test_walls.py"),
        ("services/documents/tests/test_tus.py::test_a[x::y]", "services/documents/tests/test_tus.py"),
    ],
)
def test_whoever_needs_a_suite_shares_one_lane_and_a_file_is_never_torn(test: str, expected: str):
    assert lane(test) == expected
