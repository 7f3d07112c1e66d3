"""An address proposed as one types, by keyboard and by hand; and the plain fields where nothing proposes."""

import pytest
from playwright.async_api import Route, expect

from contracts.demo import CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person
from .test_room import begins

GROUP = "Adresse de l’établissement"


async def answers_oddly(route: Route) -> None:
    await route.fulfill(body="<p>Oups</p>", content_type="text/html")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


async def filled(person: Person) -> list[str]:
    group = person.page.get_by_role("group", name=GROUP)
    return [await group.locator(f"input[name$='.{part}']").input_value() for part in ("line1", "postal_code", "city")]


@pytest.mark.requirement("DM-05")
async def test_three_letters_propose_addresses_and_keys_choose_one(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/demarches/terrasse"))
    await begins(camille)
    # One's own address the browser knows (RGAA 11.13); of a place, its memory would hide what is proposed.
    await expect(camille.page.locator("input[name$='.line1']")).to_have_attribute("autocomplete", "address-line1")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    line = camille.page.get_by_role("group", name=GROUP).get_by_role("combobox")
    await expect(line).to_have_attribute("autocomplete", "off")
    await line.fill("")
    await line.press_sequentially("rue")

    options = camille.page.get_by_role("listbox", name=GROUP).get_by_role("option")
    await expect(options).to_have_count(6)
    await expect(camille.page.locator("#annonces")).to_contain_text("Adresses proposées")
    await line.press("ArrowDown")
    await line.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert await line.get_attribute("aria-activedescendant") == await options.nth(1).get_attribute("id")
    await camille.looks("adresse-proposee")
    await line.press("Enter")

    await expect(line).to_have_value("Rue Canquoin")
    assert await filled(camille) == ["Rue Canquoin", "13100", "Plassans"]
    await expect(line).to_have_attribute("aria-expanded", "false")
    await camille.sees_title("Ma demande")


@pytest.mark.requirement("DM-05")
async def test_a_finger_chooses_and_escape_keeps_what_was_typed(camille: Person):
    line = camille.page.get_by_role("group", name=GROUP).get_by_role("combobox")
    await line.fill("")
    await line.press_sequentially("3 place")
    listbox = camille.page.get_by_role("listbox", name=GROUP)
    await listbox.get_by_role("option").first.click()

    await expect(line).to_have_value("3 Place de la Sous-Préfecture")
    await expect(line).to_be_focused()
    await line.fill("")
    await line.press_sequentially("rue du mou")
    await expect(listbox).to_be_visible()
    await line.press("Escape")

    await expect(listbox).to_be_hidden()
    await expect(line).to_have_value("rue du mou")


@pytest.mark.requirement("DM-05")
async def test_where_nothing_proposes_it_is_a_field_like_another(camille: Person):
    """The base knows no such street; then it answers in another way than was agreed."""
    line = camille.page.get_by_role("group", name=GROUP).get_by_role("combobox")
    await line.fill("")
    async with camille.page.expect_response("**/adresses/suggestions?*") as asked:
        await line.press_sequentially("12 rue inconnue")

    assert await (await asked.value).json() == []
    await expect(line).to_have_value("12 rue inconnue")
    await expect(line).to_have_attribute("aria-expanded", "false")
    await camille.page.route("**/adresses/suggestions?*", answers_oddly)
    async with camille.page.expect_response("**/adresses/suggestions?*"):
        await line.press_sequentially(" 13100")

    await expect(line).to_have_value("12 rue inconnue 13100")
    await expect(camille.page.get_by_role("option")).to_have_count(0)


@pytest.mark.requirement("DM-05")
@pytest.mark.requirement("GW-03")
async def test_without_script_it_is_three_fields(arrives: Arrives, suite: RunningSuite, camille: Person):
    plain = await arrives("camille-sans-script", account=CITIZEN, at=suite.portal(""), script=False)
    await plain.opens(camille.page.url)
    group = plain.page.get_by_role("group", name=GROUP)

    await expect(group.get_by_role("combobox")).to_have_count(0)
    await expect(group.get_by_role("textbox")).to_have_count(4)
