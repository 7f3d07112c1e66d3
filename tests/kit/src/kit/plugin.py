"""The fixtures that every test may ask for (`-p kit.plugin`)."""

from collections.abc import AsyncIterator, Iterator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser

# Before pytest names gateway/tests after its folder: the name `gateway` is then the package's, not the folder's.
import gateway  # noqa: F401
from chassis import logs
from kit.browser import launched
from kit.servers import Servers
from kit.suite import RunningSuite, running_suite


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    logs.start("test", "error")


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Real servers: each starts when it is first asked for and ends with the run."""
    made = Servers(tmp_path_factory.mktemp("servers"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSuite]:
    """Everything, as `make up` starts it, with a fresh demo."""
    with running_suite(tmp_path_factory.mktemp("suite")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A real one, without a window; tests open contexts of their own in it."""
    async with launched() as started:
        yield started


@pytest.fixture
def tenant() -> UUID:
    return uuid4()
