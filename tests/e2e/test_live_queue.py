"""An agent's queue stays open: what a visitor sends appears in it by itself, a ticked box stays ticked, the count follows. The home page does the same."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

# Another tab before this one, or this one again.
SEEN = """how => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: how });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace(mark=uuid4().hex[:8], ticked="")


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def reports(person: Person, suite: RunningSuite, words: str) -> str:
    await person.opens(suite.portal("/demarches/signaler-un-probleme"))
    await person.presses("Commencer ma demande")
    await person.chooses("Chaussée ou trottoir abîmé")
    await person.fills("Où exactement ?", "Cours Sauvaire")
    await person.fills("Décrivez le problème", words)
    await person.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await person.presses("Continuer vers")
    await person.sees_title("Mes informations")
    await person.fills("Adresse électronique", "passant@exemple.example")
    await person.presses("Continuer vers")
    await person.presses("Continuer vers")
    await person.sees(words)
    await person.presses("Envoyer ma demande")
    await person.sees_title("Votre demande est envoyée")
    return await person.reads_reference()


async def test_a_request_appears_in_the_open_queue(
    adele: Person, arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    await reports(await arrives("premier"), suite, f"Une dalle descellée {story.mark}")
    await adele.opens(suite.console("/demarches/?vue=all"))
    first = adele.page.locator(".table-frame tbody tr").first
    await first.locator("input[type=checkbox]").check()
    story.ticked = await first.locator(".row-link").inner_text()

    reference = await reports(await arrives("passant"), suite, f"Un banc cassé {story.mark}")

    row = adele.page.locator(".table-frame tbody tr").filter(has_text=reference)
    await expect(row).to_have_count(1)
    ticked = adele.page.locator("tr").filter(has_text=story.ticked).locator("input[type=checkbox]")
    await expect(ticked).to_be_checked()
    await expect(adele.page.locator("#annonces")).to_have_text("La file a changé, elle est à jour.")
    await adele.looks("file-en-direct")


async def test_the_work_of_the_day_moves_too_and_what_moved_while_nobody_looked_is_there(
    adele: Person, suite: RunningSuite
):
    await adele.opens(suite.console("/"))
    work, colleague = adele.page.locator("[data-work]"), await adele.context.new_page()
    reference = await work.locator(".row-link").first.inner_text()
    await adele.page.evaluate(SEEN, "hidden")
    await colleague.goto(suite.console(f"/demarches/?vue=mine&q={reference}"))
    await colleague.get_by_label(f"Choisir {reference}").check()
    await colleague.get_by_label("Que faire ?").select_option("release")
    await colleague.get_by_role("button", name="Appliquer aux demandes cochées").click()
    await expect(colleague.get_by_role("heading", name="Aucune demande ne correspond")).to_be_visible()
    await expect(work).to_contain_text(reference)

    await adele.page.evaluate(SEEN, "visible")
    await expect(work).not_to_contain_text(reference)
    await colleague.goto(suite.console(f"/demarches/?vue=unassigned&q={reference}"))
    await colleague.get_by_role("button", name="Prendre").first.click()

    await expect(work).to_contain_text(reference)
    await expect(adele.page.locator("#annonces")).to_have_text("Votre travail du jour a changé, il est à jour.")
    await colleague.close()
    await adele.looks("accueil-en-direct")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
