"""Which code the processes of ours run in a cluster: this checkout's, or, while it goes from one release to the next, what
PARVIS_RELEASE_FILE says at their start. Its first line is the release's name, its second the folder of its code."""

import os
from collections.abc import Callable
from pathlib import Path

from suite.parts import Program
from suite.topology import SERVICES

CHOSEN = "PARVIS_RELEASE_FILE"
MEMBERS = ("contracts", "chassis", "gateway", *(f"services/{service}" for service in SERVICES))


def maker() -> Callable[..., Program]:
    return Released if os.environ.get(CHOSEN) else Program


class Released(Program):
    """Looks up its release each time it starts. Never forked: the nursery holds the code of its own start."""

    def environment(self) -> dict[str, str]:
        name, folder = Path(os.environ[CHOSEN]).read_text().split()
        # Before this checkout's own members, which are found by their .pth files.
        path = os.pathsep.join(str(Path(folder) / member / "src") for member in MEMBERS)
        return {**super().environment(), "PARVIS_VERSION": name, "PYTHONPATH": path}
