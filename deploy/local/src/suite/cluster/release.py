"""Which code the processes of ours run in a cluster: this checkout's, or, while it goes from one release to the next, what
PARVIS_RELEASE_FILE says at their start: the release's name, and the folder of its code."""

import os
from collections.abc import Callable
from pathlib import Path

from suite.part import Child, Part
from suite.parts import Program
from suite.state import CHECKOUT
from suite.topology import SERVICES

CHOSEN = "PARVIS_RELEASE_FILE"
MEMBERS = ("contracts", "chassis", "gateway", *(f"services/{service}" for service in SERVICES))


def maker() -> Callable[..., Program]:
    return Released if os.environ.get(CHOSEN) else Program


class Released(Program):
    """Looks up its release each time it starts."""

    def spawn(self, log: Path) -> Child:
        # The nursery holds this checkout's code, and forks no other.
        return super().spawn(log) if _folder() == CHECKOUT else Part.spawn(self, log)

    def environment(self) -> dict[str, str]:
        # Before this checkout's own members, which are found by their .pth files.
        path = os.pathsep.join(str(_folder() / member / "src") for member in MEMBERS)
        return {**super().environment(), "PARVIS_VERSION": _told()[0], "PYTHONPATH": path}


def _folder() -> Path:
    return Path(_told()[1])


def _told() -> list[str]:
    return Path(os.environ[CHOSEN]).read_text().split()
