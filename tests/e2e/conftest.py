"""Journeys are told twice, on a desk and on a phone. The tests of a module are the steps of one story, in their order."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from kit.suite import RunningSuite
from playwright.async_api import Browser

from .eyes import Eyes
from .people import Person, somebody

Arrives = Callable[..., Awaitable[Person]]
_STOPPED = pytest.StashKey[dict[str, str]]()


@pytest.fixture(scope="module", params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def eyes(width: int) -> Eyes:
    return Eyes(width)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def arrives(browser: Browser, suite: RunningSuite, eyes: Eyes) -> AsyncIterator[Arrives]:
    """`await arrives("camille")`: the same person each time within the story, at one browser of their own."""
    known: dict[str, Person] = {}
    async with AsyncExitStack() as leaving:

        async def arrive(name: str, **options: object) -> Person:
            if name not in known:
                known[name] = await leaving.enter_async_context(somebody(browser, suite, eyes, **options))
            return known[name]

        yield arrive


# A step whose story has stopped says so, and nothing else: its own words would only confuse.


def _story(item: pytest.Item) -> str:
    return f"{item.path}[{getattr(item, 'callspec', None) and item.callspec.params.get('width')}]"  # pyright: ignore[reportAttributeAccessIssue]


def pytest_runtest_setup(item: pytest.Item) -> None:
    stopped = item.session.stash.setdefault(_STOPPED, {})
    if item.path.parent == _HERE and (step := stopped.get(_story(item))):
        pytest.skip(f"the story stopped at {step}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.failed and call.when != "teardown" and item.get_closest_marker("aside") is None:
        item.session.stash.setdefault(_STOPPED, {}).setdefault(_story(item), item.name)
    return report


_HERE = __import__("pathlib").Path(__file__).parent
