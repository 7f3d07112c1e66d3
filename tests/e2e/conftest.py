"""Journeys are told twice, on a desk and on a phone. The tests of a module are the steps of one story, in their order."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, StorageState

from contracts.demo import DemoAccount
from kit.suite import RunningSuite

from .eyes import Eyes
from .people import Person, somebody

Arrives = Callable[..., Awaitable[Person]]
HERE = Path(__file__).parent
# Story → the step at which it stopped. Tests of no story share the key None, which is never asked for.
_FAILED = pytest.StashKey[bool]()
_STOPPED = pytest.StashKey[dict[str | None, str]]()


@pytest.fixture(scope="module", params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def eyes(width: int) -> Eyes:
    return Eyes(width)


@pytest.fixture(scope="session")
def kept_sessions() -> dict[str, StorageState]:
    """What browsers kept of those who signed in by the form once."""
    return {}


@pytest.fixture(scope="module")
def people(width: int) -> dict[str, Person]:
    """Who has arrived in this story."""
    return {}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def arrives(
    browser: Browser,
    suite: RunningSuite,
    eyes: Eyes,
    kept_sessions: dict[str, StorageState],
    people: dict[str, Person],
) -> AsyncIterator[Arrives]:
    """`await arrives("visitor")`: the same person each time within the story, at one browser of their own.

    `at` is the address of an entrance where `account` is signed in: by its form the first time of the run.
    """
    async with AsyncExitStack() as leaving:

        async def arrive(name: str, *, account: DemoAccount | None = None, at: str = "", **options: Any) -> Person:
            if name in people:
                return people[name]
            kept = f"{at} {account.id}" if account else ""
            state = kept_sessions.get(kept)
            person = await leaving.enter_async_context(somebody(browser, suite, eyes, storage_state=state, **options))
            if account and state:
                await person.opens(at)
            elif account:
                await person.signs_in(at, account)
                kept_sessions[kept] = await person.context.storage_state()
            people[name] = person
            return person

        yield arrive


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def last_view(request: pytest.FixtureRequest, eyes: Eyes, people: dict[str, Person]) -> AsyncIterator[None]:
    """What each person had before their eyes when a step failed, beside the other pictures."""
    yield
    if request.node.stash.get(_FAILED, False):
        for name, person in people.items():
            await person.page.screenshot(path=eyes.folder / f"failed-{request.node.name}-{name}.png", full_page=True)


# A step whose story has stopped says so, and nothing else: its own words would only confuse. What the pages visited so
# far had to be reproached is told all the same.


def _story(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    # What is told at one width only is no story of steps.
    if (
        item.path.parent != HERE
        or call is None
        or "width" not in call.params
        or item.name.startswith("test_nothing_shocked")
    ):
        return None
    return f"{item.path.name} {call.params.get('width')}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    story = _story(item)
    if story and (step := item.session.stash.setdefault(_STOPPED, {}).get(story)):
        pytest.skip(f"the story stopped at {step}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.failed and call.when != "teardown":
        item.stash[_FAILED] = True
        item.session.stash.setdefault(_STOPPED, {}).setdefault(_story(item), item.name)
    return report
