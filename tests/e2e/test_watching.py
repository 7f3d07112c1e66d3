"""Félicité watches over the platform: a look at the measures, at what was promised, at what failed, and the help about each."""

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, PLATFORM_OPERATOR
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("SR-01")


@pytest.fixture
async def felicite(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))


async def test_she_sees_how_the_services_are_and_what_was_promised(felicite: Person, suite: RunningSuite):
    await felicite.opens(suite.console("/exploitation/"))
    await felicite.sees_title("Supervision")
    await felicite.looks("supervision")

    await felicite.presses("Objectifs de service")
    await felicite.sees_title("Objectifs de service")
    await felicite.looks("objectifs")


async def test_she_looks_for_what_failed_and_what_that_page_is_for(felicite: Person, suite: RunningSuite):
    await felicite.opens(suite.console("/exploitation/echecs"))
    await felicite.sees_title("Messages en échec")
    await felicite.page.get_by_role("link", name="Aide sur cette page").click()

    panel = felicite.page.get_by_role("dialog")
    await expect(panel).to_contain_text("Ce qu’un service n’a pas pu traiter")
    await felicite.page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)


async def test_an_agent_of_a_town_has_no_such_pages(arrives: Arrives, suite: RunningSuite):
    adele = await arrives("adele", account=AGENT, at=suite.console(""))

    await adele.opens(suite.console("/exploitation/"), expecting=403)
    await adele.looks("supervision-refusee")
    await adele.presses("Revenir à l’accueil")
    await adele.sees("Bonjour")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
