"""Who enlarges: the main path at 400 % (a window of 320 px), and with the browser's letters twice as large; in the colours that
somebody's system imposes, and without movement."""

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("GW-07")
PATHS = (
    "/",
    "/demarches",
    "/demarches/terrasse",
    "/mon-tableau-de-bord",
    "/mes-demandes",
    "/mes-pieces",
    "/accessibilite",
)
# What would be scrolled to sideways, and words that a box cuts off. What is hidden from eyes on purpose is one pixel.
LOST = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const cut = [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some((way) => way === "hidden" || way === "clip");
    return hides && one.clientWidth > 1 && one.innerText && one.scrollWidth > one.clientWidth + 1;
  });
  return [wide > 0 ? `${wide} px too wide` : "", ...cut.map((one) => `cut: ${one.innerText.slice(0, 40)}`)].filter(Boolean);
}"""
# Buttons without an edge in imposed colours, where backgrounds are taken away.
WITHOUT_EDGE = """() => [...document.querySelectorAll("main .button-primary, main .button-secondary")]
  .filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).borderTopWidth) < 1
    && getComputedStyle(one).outlineStyle === "none")
  .map((one) => one.innerText)"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running"
  && one.effect.getComputedTiming().duration > 1).length"""

# Names and roles that have to be there, in this order; the rest of the page may say more.
HOME = """
- link "Aller au contenu"
- banner:
  - navigation "Langue":
    - link "Français"
    - link "English"
  - navigation "Menu principal"
- main:
  - heading "Que pouvons-nous faire pour vous ?" [level=1]
  - search:
    - combobox "Cherchez une démarche, une réponse"
    - button "Rechercher"
  - heading "Les plus demandées" [level=2]
- contentinfo
"""
CATALOGUE = """
- heading "Toutes les démarches" [level=1]
- search:
  - combobox "Cherchez une démarche"
  - button "Rechercher"
- heading "État civil" [level=2]
"""
TRACKING = """
- heading [level=1]
- term: Numéro
- definition: /PLA-\\d+-\\d+/
- navigation "Suivi de ma demande":
  - list:
    - listitem:
      - link "Historique"
    - listitem:
      - link "Le demandeur"
    - listitem:
      - link "La demande"
    - listitem:
      - link /Échanges/
    - listitem:
      - link /Pièces jointes/
- heading "Historique" [level=2]
- list "Historique"
"""
QUEUE = """
- heading "Demandes" [level=1]
- navigation "Vues de la file"
- region "Toutes":
  - table "Toutes":
    - rowgroup:
      - row:
        - columnheader "Choisir"
        - columnheader "Numéro"
        - columnheader "Demande"
        - columnheader "État"
        - columnheader "Reçue le"
        - columnheader "Échéance"
        - columnheader "Agent"
"""


@pytest.fixture(scope="module", params=[320])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


async def lost_on(person: Person) -> list[str]:
    found: list[str] = []
    for path in PATHS:
        await person.opens(path)
        found += [f"{path}: {what}" for what in await person.page.evaluate(LOST)]
    return found


async def test_at_four_hundred_percent_nothing_is_cut_and_nothing_scrolls_sideways(camille: Person):
    assert await lost_on(camille) == []


async def test_an_error_page_with_its_long_reference_stays_within_the_page_too(camille: Person):
    await camille.opens("/nulle-part", expecting=404)

    assert await camille.page.evaluate(LOST) == []


async def test_colours_that_a_system_imposes_leave_every_button_its_edge_and_nothing_moves(camille: Person):
    await camille.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    missing: list[str] = []
    for path in PATHS:
        await camille.opens(path)
        missing += [f"{path}: {button}" for button in await camille.page.evaluate(WITHOUT_EDGE)]
        assert await camille.page.evaluate(MOVING) == 0, path
    await camille.page.keyboard.press("Tab")
    focus = await camille.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    await camille.page.emulate_media(forced_colors="none")

    assert missing == []
    assert focus != "none"


async def test_letters_twice_as_large_stay_within_the_page(camille: Person):
    await camille.page.set_viewport_size({"width": 1280, "height": 900})
    session = await camille.context.new_cdp_session(camille.page)
    await session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    await camille.opens("/demarches")

    size = await camille.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    found = await lost_on(camille)
    await session.detach()

    assert size >= 32
    assert found == []


async def test_whoever_listens_hears_what_each_part_of_the_portal_is(camille: Person):
    await camille.page.set_viewport_size({"width": 1280, "height": 900})
    await camille.opens("/")
    await expect(camille.page.locator("body")).to_match_aria_snapshot(HOME)
    await camille.opens("/demarches")
    await expect(camille.page.get_by_role("main")).to_match_aria_snapshot(CATALOGUE)
    await camille.opens("/mes-demandes")
    await camille.page.get_by_role("main").locator("a[href^='/mes-demandes/0']").first.click()
    await expect(camille.page.get_by_role("main")).to_match_aria_snapshot(TRACKING)
    await expect(camille.page.locator("#annonces")).to_have_attribute("aria-live", "polite")


async def test_whoever_listens_hears_the_columns_of_the_agents_queue(arrives: Arrives, suite: RunningSuite):
    adele = await arrives("adele", account=AGENT, at=suite.console(""))
    await adele.page.set_viewport_size({"width": 1280, "height": 900})
    await adele.opens("/demarches/dossiers?vue=all")

    await expect(adele.page.get_by_role("main")).to_match_aria_snapshot(QUEUE)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
