"""Adèle works for the town and for its CCAS: two accounts, one browser, and nothing passes from one to the other."""

import re

import pytest
from playwright.async_api import Page, expect

from contracts.demo import AGENT, AGENT_AT_CCAS, CCAS, PASSWORD, PLASSANS
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("ID-11")
OF_THE_TOWN = re.compile(r"\bPLA-\d{4}-\d{6}\b")


@pytest.fixture
async def adele(arrives: Arrives) -> Person:
    return await arrives("adele")


async def uses(page: Page, organisation: str) -> None:
    """The header says whose pages these are."""
    await expect(page.locator(".console-brand")).to_contain_text(organisation)


async def changes_to(person: Person, organisation: str) -> None:
    menu = person.page.get_by_role("banner")
    await menu.locator("details.menu summary").click()
    await menu.get_by_role("button", name=re.compile(f"Passer au compte de .*{organisation}")).click()
    await person.sees("Vous utilisez maintenant le compte de")
    await uses(person.page, organisation)


async def test_she_adds_her_other_account(adele: Person, suite: RunningSuite):
    await adele.signs_in(suite.console(""), AGENT)
    await adele.opens(suite.console("/comptes"))
    await adele.looks("comptes-un-seul")
    await adele.presses("Ajouter un de mes comptes")
    await adele.sees("Vous restez connecté en tant que Adèle Sicardot")
    await adele.looks("comptes-ajout")
    await adele.fills("Votre organisation", CCAS.name)
    await adele.fills("Identifiant", AGENT_AT_CCAS.identifier)
    await adele.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    await adele.presses("Me connecter")

    await uses(adele.page, CCAS.name)
    await adele.opens(suite.console("/comptes"))
    await adele.sees(PLASSANS.name)
    await adele.looks("comptes-deux")


async def test_one_press_changes_account_and_back_shows_nothing_of_the_other(adele: Person, suite: RunningSuite):
    await changes_to(adele, PLASSANS.name)
    await adele.opens(suite.console("/demarches/?vue=all"))
    assert OF_THE_TOWN.search(await adele.reads()), "the town's queue is empty: nothing would be proved"
    # Over a page without small things to press: what a menu half hides is no fault of theirs.
    await adele.opens(suite.console("/compte"))
    await adele.page.get_by_role("banner").locator("details.menu summary").click()
    await adele.looks("comptes-menu")
    await adele.opens(suite.console("/"))
    await changes_to(adele, CCAS.name)

    # Whether she may see dossiers at the CCAS is the story of its administrator, not of this one.
    adele.eyes.expected = 403
    for _ in range(3):
        await adele.page.go_back()
        await uses(adele.page, CCAS.name)
        assert not OF_THE_TOWN.search(await adele.reads())


async def test_a_page_left_open_in_another_tab_goes_with_its_account(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/"))
    other = await adele.context.new_page()
    await other.goto(suite.console("/demarches/?vue=all"))
    await uses(other, CCAS.name)
    await changes_to(adele, PLASSANS.name)

    await uses(other, PLASSANS.name)
    await expect(other).to_have_url(suite.console("/"))
    await other.close()


async def test_she_leaves_one_and_stays_with_the_other(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/demarches/"))
    menu = adele.page.get_by_role("banner")
    await menu.locator("details.menu summary").click()
    await menu.get_by_role("button", name="Me déconnecter de ce compte").click()

    await adele.sees("Ce compte est déconnecté.")
    await uses(adele.page, CCAS.name)
    await menu.locator("details.menu summary").click()
    await expect(menu.get_by_role("button", name=re.compile("Passer au compte"))).to_have_count(0)


async def test_she_leaves_all_and_the_back_button_opens_nothing(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/comptes/ajout"))
    await adele.fills("Votre organisation", PLASSANS.name)
    await adele.fills("Identifiant", AGENT.identifier)
    await adele.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    await adele.presses("Me connecter")
    await uses(adele.page, PLASSANS.name)
    await adele.opens(suite.console("/comptes"))
    await adele.presses("Me déconnecter de tous mes comptes")
    await adele.sees("Vous êtes déconnecté.")
    await adele.page.go_back()

    await adele.sees_title("Me connecter")
    assert AGENT.family_name not in await adele.reads()


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
