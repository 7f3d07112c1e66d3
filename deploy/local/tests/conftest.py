"""Small processes for the supervisor to keep, and pages to read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.servers import Servers
from suite.part import Part
from suite.supervisor.supervisor import Supervisor


class Sleeper(Part):
    """A process that does what its script says."""

    def __init__(
        self, name: str, script: str = "exec sleep 300", *, needs: tuple[str, ...] = (), then: str = ""
    ) -> None:
        self.name, self.script, self.needs, self.then = name, script, needs, then

    def command(self) -> list[str]:
        return ["sh", "-c", self.script]

    def once_ready(self) -> list[str]:
        return ["sh", "-c", self.then] if self.then else []


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The embedded ones, whatever the machine has: these tests are about them."""
    made = Servers(tmp_path_factory.mktemp("servers"), kind="embedded")
    yield made
    made.close()


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervisor]]:
    """Starts a supervisor over the given parts, and ends it with the test."""
    made: list[Supervisor] = []

    def start(*parts: Part) -> Supervisor:
        supervisor = Supervisor(list(parts), logs=tmp_path / "logs", board=tmp_path / "status.json")
        made.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in made:
        supervisor.stop()
