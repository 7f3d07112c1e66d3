"""The fixtures that every test may ask for (`-p kit.plugin`)."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from chassis import logs

from kit.servers import Servers


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    logs.start("test", "error")


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Real servers: each starts when it is first asked for and ends with the run."""
    made = Servers(tmp_path_factory.mktemp("servers"))
    yield made
    made.close()


@pytest.fixture
def tenant() -> UUID:
    return uuid4()
