"""Without a mouse: signing in, the first step of a request, and rows that come and go, by Tab, Space and Enter alone."""

import pytest
from playwright.async_api import expect

from contracts.demo import CITIZEN, PASSWORD
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

FARTHEST = 80


@pytest.fixture(scope="module")
def wanted(width: int) -> str:
    """A request begun stays a draft: each telling of the story begins another one."""
    return {1280: "changement-adresse", 390: "centre-de-loisirs"}[width]


@pytest.fixture
async def camille(arrives: Arrives) -> Person:
    return await arrives("camille")


async def holds_the_focus(person: Person, words: str) -> None:
    focused = person.page.locator(":focus")
    await expect(focused).to_contain_text(words)
    await expect(focused).to_be_in_viewport()


async def reaches(person: Person, name: str) -> None:
    """Tab until what has the focus is called so, and is seen to have it."""
    for _ in range(FARTHEST):
        await person.page.keyboard.press("Tab")
        called, outlined = await person.page.evaluate(FOCUSED)
        if name in called.replace("\u00a0", " "):
            assert outlined, f"the focus on {called!r} is not seen"
            return
    raise AssertionError(f"{name!r} is not reached by the keyboard")


FOCUSED = """() => {
  const it = document.activeElement;
  const label = it.labels && it.labels.length ? it.labels[0].innerText : it.innerText;
  const style = getComputedStyle(it);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
  return [label || it.getAttribute("aria-label") || "", seen];
}"""


@pytest.mark.requirement("GW-03")
@pytest.mark.requirement("GW-07")
async def test_the_first_tab_offers_to_skip_to_the_content(camille: Person, suite: RunningSuite, wanted: str):
    await camille.opens(suite.portal(f"/connexion?vers=/demarches/{wanted}"))
    await camille.page.keyboard.press("Tab")
    called, _ = await camille.page.evaluate(FOCUSED)

    assert "contenu" in called
    await camille.looks("clavier-lien-evitement")
    await camille.page.keyboard.press("Enter")
    assert await camille.page.evaluate("document.activeElement.id") == "contenu"


@pytest.mark.requirement("GW-03")
async def test_one_signs_in_by_keyboard(camille: Person):
    await reaches(camille, "Identifiant")
    await camille.page.keyboard.type(CITIZEN.identifier)
    await reaches(camille, "Mot de passe")
    await camille.page.keyboard.type(PASSWORD)
    await camille.page.keyboard.press("Enter")

    await expect(camille.control("Commencer ma demande")).to_be_visible()


@pytest.mark.requirement("GW-03")
async def test_one_goes_through_the_first_step_by_keyboard(camille: Person):
    await reaches(camille, "Commencer ma demande")
    await camille.page.keyboard.press("Enter")
    await camille.sees_title("Mes informations")
    await reaches(camille, "Adresse électronique")
    await camille.looks("clavier-premiere-etape")
    await reaches(camille, "Continuer vers")
    await camille.page.keyboard.press("Enter")

    await camille.sees_title("Ma demande")
    await expect(camille.page.locator(".stepper [aria-current=step]")).to_contain_text("Ma demande")


@pytest.mark.requirement("DM-05")
@pytest.mark.requirement("GW-03")
async def test_a_row_that_is_added_has_the_focus_and_so_has_the_one_after_a_row_removed(
    camille: Person, suite: RunningSuite
):
    await camille.opens(suite.portal("/demarches/subvention-association"))
    begin = camille.control("Recommencer depuis le début").or_(camille.control("Commencer ma demande"))
    await begin.first.click()
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    for row in (2, 3):
        await reaches(camille, "Ajouter : Ligne")
        await camille.page.keyboard.press("Enter")
        await holds_the_focus(camille, f"Ligne {row}")
    await reaches(camille, "Poste")
    await camille.page.keyboard.type("Troisième poste")
    await camille.page.keyboard.press("Shift+Tab")
    await camille.page.keyboard.press("Space")

    await holds_the_focus(camille, "Ligne 2")
    await camille.looks("clavier-lignes")
    await reaches(camille, "Poste")
    assert await camille.page.evaluate("document.activeElement.value") == "Troisième poste"


@pytest.mark.requirement("DM-05")
async def test_the_same_mistake_in_two_rows_is_told_apart_and_reached_from_the_summary(camille: Person):
    await camille.fills("Poste", "Premier poste")
    camille.eyes.expected = 422
    await reaches(camille, "Continuer vers")
    await camille.page.keyboard.press("Enter")
    await holds_the_focus(camille, "réponses sont à revoir")
    await camille.looks("clavier-lignes-erreurs")
    await reaches(camille, "Ligne 1 – Complétez « Dépense »")
    await reaches(camille, "Ligne 2 – Complétez « Dépense »")
    await camille.page.keyboard.press("Enter")

    assert await camille.page.evaluate("document.activeElement.name") == "budget[1].costs"


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
