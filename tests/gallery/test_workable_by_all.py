"""Every page of both entrances, as each of its people finds it in a fresh demonstration, and the states of pages: axe reads
them, pages as on a phone in the light, states as on a desk in the dark (contrast is a theme's, the rest is a width's), and
every form that sends is pressed twice (`doubles.py`).

Pictures of all this are the gallery's (`make gallery`)."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from kit.suite import RunningSuite

from .entries import SEEN, Visitor, lines
from .take import SIGN_IN, Gallery

# Of the pages declared for somebody, those that a demonstration has.
SHOWN_AT_LEAST = 0.5


@pytest.fixture(scope="module")
def width() -> int:
    return 390


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sessions")


@pytest.mark.requirement("GW-03", "DM-09")
@pytest.mark.parametrize("who", SEEN, ids=lambda who: who.name)
async def test_axe_finds_no_fault_on_any_page_or_state_and_no_form_leaves_twice(
    who: Visitor, suite: RunningSuite, browser: Browser, sessions: Path
):
    reading = Gallery(
        suite, browser, [], folder=sessions, pages=[(390, "light")], states=[(1440, "dark")], pictures=False
    )

    await reading.of(who)

    # What the browser complained of besides is told by the journeys, each of which knows what to expect.
    faults = [
        f"{one['address']} {one['state']}: {fault}"
        for one in reading.shown
        for fault in one["faults"]
        if fault.startswith(("390 px", "1440 px", "sends twice"))
    ]
    assert faults == []
    assert [one for one in reading.missing if one.endswith(f"(leads to {SIGN_IN})")] == []
    pages = {one["path"] for one in reading.shown if not one["state"]}
    assert len(pages) >= SHOWN_AT_LEAST * len(lines(SEEN[who])), reading.missing
