"""Adèle is shown round, asks what a page is for, finds an answer, and takes the memo along; without script she reads the same."""

import re

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("GW-08")


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def test_the_tour_speaks_over_the_pages_it_is_about(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/aide"))
    await adele.looks("aide")
    await adele.presses("Suivre la visite guidée")

    panel = adele.page.get_by_role("dialog")
    await expect(panel).to_contain_text("Étape 1 sur")
    await expect(panel.get_by_role("heading")).to_be_focused()
    await adele.looks("visite-accueil")
    await panel.get_by_role("link", name="Étape suivante").click()
    await expect(panel).to_contain_text("Étape 2 sur")
    await panel.get_by_role("link", name="Étape suivante").click()
    await expect(panel).to_contain_text("La file des demandes")
    await adele.looks("visite-demandes")


async def test_it_is_left_with_the_keyboard(adele: Person):
    await adele.page.keyboard.press("Escape")

    await expect(adele.page.get_by_role("dialog")).to_have_count(0)
    assert "visite=" not in adele.page.url
    await expect(adele.page.locator("#contenu")).to_be_focused()


async def test_the_question_mark_explains_the_page_where_one_is(adele: Person):
    await adele.page.get_by_role("link", name="Aide sur cette page").click()

    panel = adele.page.get_by_role("dialog")
    await expect(panel.get_by_role("heading")).to_have_text("La file des demandes")
    await adele.looks("aide-ici")
    await panel.get_by_role("link", name="Lire la suite").click()
    await adele.sees_title("La file des demandes")
    await adele.presses("Revenir à la page")
    await expect(adele.page).to_have_url(re.compile(r"/demarches/$"))


async def test_a_question_is_answered_and_the_guide_read(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/aide?q=demander+une+pièce"))

    await adele.presses("L’essentiel pour l’agent")
    await adele.sees_title("L’essentiel pour l’agent")
    await adele.looks("aide-guide")
    memo = await adele.fetches("/aide/memo/agent.pdf")
    assert (memo.status_code, memo.content[:5]) == (200, b"%PDF-")


async def test_without_script_the_same_words_are_pages(arrives: Arrives, suite: RunningSuite):
    plain = await arrives("adele sans script", account=AGENT, at=suite.console(""), script=False)

    await plain.opens(suite.console("/demarches/?visite=agent-3"))
    await plain.presses("Visite guidée : lire cette étape")
    await plain.sees_title("La file des demandes")
    await plain.looks("visite-sans-script")
    await plain.presses("Étape suivante")
    await plain.sees("Étape 4 sur")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
