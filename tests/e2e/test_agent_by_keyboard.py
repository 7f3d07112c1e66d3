"""A request opened, annotated and left without a mouse, by the keys that the console's own list names."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person

pytestmark = pytest.mark.requirement("DM-16")
FARTHEST = 20


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(note=f"Vue au clavier {width} {uuid4().hex[:6]}", reference="")


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def presses_key(person: Person, *keys: str) -> None:
    """Once the page's script listens: it comes after the heading."""
    await person.page.wait_for_load_state("load")
    for key in keys:
        await person.page.keyboard.press(key)


async def test_what_is_ticked_stays_ticked_beside_a_preview(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/demarches/?vue=all"))
    await presses_key(adele, "j", "x", "j", "p")

    await expect(adele.page.locator("#apercu")).to_be_visible()
    await adele.page.wait_for_load_state("load")
    ticked = adele.page.locator("td.cell-check input[type=checkbox]:checked")
    await expect(ticked).to_have_count(1)
    await expect(adele.page.locator("td.cell-check input[type=checkbox]").first).to_be_checked()


async def test_the_second_request_of_the_queue_is_opened(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/demarches/?vue=all"))
    await presses_key(adele, "j", "j")
    second = adele.page.locator("table[data-keyboard] tbody .row-link").nth(1)
    await expect(second).to_be_focused()
    story.reference = (await second.inner_text()).strip()
    await presses_key(adele, "Enter")

    await adele.sees_title(story.reference)


async def test_a_note_is_written_from_the_field_its_key_leads_to(adele: Person, story: SimpleNamespace):
    await presses_key(adele, "n")
    await expect(adele.page.get_by_label("Note interne")).to_be_focused()
    await adele.page.keyboard.type(story.note)
    button = adele.page.get_by_role("button", name="Ajouter la note")
    for _ in range(FARTHEST):
        await presses_key(adele, "Tab")
        if await button.evaluate("it => it === document.activeElement"):
            break
    await presses_key(adele, "Enter")

    await adele.sees("Note ajoutée.")
    await expect(adele.page.get_by_text(story.note)).to_have_count(1)


async def test_its_key_leads_back_to_the_queue_and_the_list_of_keys_says_so(adele: Person):
    await presses_key(adele, "?")
    keys = adele.page.get_by_role("dialog")
    await expect(keys).to_contain_text("Revenir à la file")
    await presses_key(adele, "Escape")
    await expect(keys).to_be_hidden()
    await presses_key(adele, "u")

    await expect(adele.page.locator("table[data-keyboard]")).to_be_visible()


async def test_a_mistake_is_read_first_and_stands_in_sight(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/demarches/?vue=all&q=rue"))
    adele.eyes.expected = 422
    await adele.page.get_by_text("Garder cette vue").click()
    await adele.page.get_by_role("button", name="Garder", exact=True).click()

    summary = adele.page.locator("[data-error-summary]")
    await expect(summary).to_be_focused()
    await adele.page.wait_for_load_state("load")
    await expect(summary).to_be_in_viewport()
