"""A question that an answer calls for is there at once, and what was typed in one that goes comes back with it."""

import pytest
from playwright.async_api import expect

from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person


@pytest.fixture
async def visitor(arrives: Arrives) -> Person:
    return await arrives("visitor")


@pytest.mark.requirement("DM-04")
async def test_what_to_do_in_danger_is_said_as_soon_as_danger_is_told(visitor: Person, suite: RunningSuite):
    await visitor.opens(suite.portal("/demarches/signaler-un-probleme"))
    await visitor.presses("Commencer")
    await visitor.sees_title("Ma demande")
    warning = visitor.page.get_by_text("En cas de danger immédiat, appelez d’abord le 112.")
    await expect(warning).to_be_hidden()

    await visitor.chooses("Oui", of="Y a-t-il un danger immédiat ?")
    await expect(warning).to_be_visible()
    await visitor.looks("danger-immediat")

    await visitor.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await expect(warning).to_be_hidden()


@pytest.mark.requirement("DM-04")
async def test_what_was_typed_comes_back_with_its_question(visitor: Person, suite: RunningSuite):
    await visitor.opens(suite.portal("/demarches/acte-de-naissance"))
    await visitor.presses("Commencer")
    await visitor.sees_title("Mes informations")
    await visitor.page.goto(visitor.page.url.replace("informations", "demande"))
    parents = visitor.page.get_by_role("group", name="Ses parents")
    await visitor.fills("Nom et prénoms du premier parent", "Vimeux Rosalie")
    await visitor.fills("Nombre d’exemplaires", "2")

    await visitor.chooses("Extrait sans filiation")
    await expect(parents).to_be_hidden()
    await expect(visitor.page.locator("#annonces")).to_contain_text("Ne vous est plus demandé : Ses parents")
    await visitor.chooses("Une autre personne")
    await expect(visitor.page.get_by_text("seul l’extrait sans filiation peut vous être délivré")).to_be_visible()
    await visitor.looks("questions-retirees")
    await visitor.chooses("Copie intégrale")
    await expect(parents.get_by_label("Nom et prénoms du premier parent")).to_have_value("Vimeux Rosalie")
    await expect(visitor.page.locator("#annonces")).to_contain_text("Nouvelles questions : Ses parents")
    await expect(visitor.page.get_by_label("Nombre d’exemplaires")).to_have_value("2")
    await expect(visitor.page.get_by_label("Copie intégrale")).to_be_focused()
    await visitor.looks("questions-revenues")

    # The draft has followed: the page read anew says the same.
    await expect(visitor.page.locator("form[data-changed]")).to_have_count(0)
    await visitor.page.reload()
    await expect(parents.get_by_label("Nom et prénoms du premier parent")).to_have_value("Vimeux Rosalie")
