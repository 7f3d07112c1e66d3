"""How a run is shared between workers (`pytest -n 2`): the tests of one file stay together, and whoever needs a running
suite stays with the others that do, so that one suite is started and the machine carries one at a time."""

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

SUITE = "suite"
NEED_A_SUITE = ("tests/", "deploy/local/tests/test_up.py")
# The walls and the kit's own tests need none.
NEED_NONE = ("tests/walls/", "tests/kit/")


class Lanes(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


def lane(nodeid: str) -> str:
    """The tests of one lane run one after the other, in their order."""
    if nodeid.startswith(NEED_A_SUITE) and not nodeid.startswith(NEED_NONE):
        return SUITE
    return nodeid.split("::", 1)[0]


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The longest lane first: whoever is free afterwards takes from the rest."""
    return sorted(items, key=lambda item: lane(item.nodeid) != SUITE)
