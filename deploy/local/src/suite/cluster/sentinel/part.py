"""The sentinel, as the supervisor sees it."""

import os

from suite.part import Part, python


class Sentinel(Part):
    name = "sentinel"
    uses = ("postgres.1", "postgres.2")

    def command(self) -> list[str]:
        return [python(), "-m", "suite.cluster.sentinel"]

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if name.startswith("PARVIS_")}
