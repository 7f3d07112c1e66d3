"""The fixtures that every test may ask for (`-p kit.plugin`)."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser

# Before pytest names gateway/tests after its folder: the name `gateway` is then the package's, not the folder's.
import gateway  # noqa: F401
from chassis import logs
from kit.browser import launched
from kit.lanes import Lanes, in_order
from kit.servers import Servers
from kit.suite import RunningSuite, running_suite

DRAWN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def pytest_make_parametrize_id(config: pytest.Config, val: object) -> str | None:
    """Names of tests are the same in every process: identifiers drawn at import are left out of them."""
    if isinstance(val, str) and DRAWN.search(val):
        return DRAWN.sub("id", val)
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes:
    return Lanes(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = in_order(items)


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
