"""Somebody new to the house clicks as a citizen, and finds that very click in the operator's dashboard: trace, services, log."""

import re
from types import SimpleNamespace

import pytest
from playwright.async_api import expect

from contracts.demo import CITIZEN, PLATFORM_OPERATOR
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes

pytestmark = pytest.mark.requirement("SR-01")


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace()


async def test_a_click_in_the_portal(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    camille = await arrives("camille", account=CITIZEN, at=suite.portal("", organisation="plassans"))

    async with camille.page.expect_response(lambda response: "/mes-pieces" in response.url) as answered:
        await camille.opens(suite.portal("/mes-pieces"))

    story.trace_id = (await answered.value).headers["x-request-id"]


async def test_the_dashboard_leads_to_its_trace(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    felicite = await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))
    await felicite.opens(suite.console("/exploitation/"))
    await felicite.sees_title("Supervision")
    await felicite.looks("tableau-de-bord")

    await felicite.presses("Traces")
    click = felicite.page.locator(f"a[href='/traces/{story.trace_id}']")
    await expect(click).to_contain_text("/mes-pieces")
    await click.click()

    await expect(felicite.page.locator("body")).to_contain_text(re.compile("gateway.*documents", re.DOTALL))
    await expect(felicite.page.locator("body")).to_contain_text("SELECT")
    await felicite.page.screenshot(path=felicite.eyes.folder / "trace-du-clic.png")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
