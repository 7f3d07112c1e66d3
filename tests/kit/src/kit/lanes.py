"""How a run is shared between workers (`pytest -n 2`): the tests of one file stay together, and whoever needs a running
suite stays with the others that do, so that one suite is started and the machine carries one at a time. But for the long
look at every page, and the faults that are healed: a worker that has nothing left starts a suite of its own for them while
the journeys still run."""

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

SUITE, AFTERWARDS = "suite", "afterwards"
TAKEN_AFTERWARDS = ("tests/gallery/test_workable_by_all.py", "tests/operations/test_exercises.py")
NEED_A_SUITE = ("tests/", "deploy/local/tests/test_up.py")
# Though they stand beside those that do.
NEED_NONE = ("tests/walls/", "tests/kit/", "tests/gallery/", "tests/operations/test_tenant_walls.py")


class Lanes(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


def lane(nodeid: str) -> str:
    """The tests of one lane run one after the other, in their order."""
    if nodeid.startswith(TAKEN_AFTERWARDS):
        return AFTERWARDS
    if nodeid.startswith(NEED_A_SUITE) and not nodeid.startswith(NEED_NONE):
        return SUITE
    return nodeid.split("::", 1)[0]


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The longest lane first: whoever is free afterwards takes from the rest."""
    last = {SUITE: 0, AFTERWARDS: 2}
    return sorted(items, key=lambda item: last.get(lane(item.nodeid), 1))
