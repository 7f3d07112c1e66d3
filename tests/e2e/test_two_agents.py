"""Two people of the town hall have one request open: whoever comes second reads what changed first, and loses no word."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person

pytestmark = pytest.mark.requirement("DM-16")


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(reason=f"On ne voit pas la rue ({uuid4().hex[:6]}).", address="", reference="")


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def test_a_problem_is_reported(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal("/demarches/signaler-un-probleme"))
    await visitor.presses("Commencer ma demande")
    await visitor.chooses("Éclairage public en panne")
    await visitor.fills("Où exactement ?", "Rue de la Banne")
    await visitor.fills("Décrivez le problème", "Le lampadaire s’éteint vers minuit.")
    await visitor.chooses("Non", of="Y a-t-il un danger immédiat ?")
    for title in ("Mes informations", "Mes pièces", "Le récapitulatif"):
        await visitor.presses("Continuer vers")
        await visitor.sees_title(title)
    await visitor.presses("Envoyer ma demande")
    await visitor.sees_title("Votre demande est envoyée")
    story.reference = await visitor.reads_reference()


async def test_what_changed_is_before_the_eyes_of_whoever_comes_second(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    async def is_listed() -> bool:
        await adele.opens(suite.console(f"/demarches/?vue=all&q={story.reference}"))
        return await adele.page.get_by_role("link", name=story.reference).count() > 0

    await eventually(is_listed, within=30)
    await adele.page.get_by_role("link", name=story.reference).first.click()
    await adele.sees_title(story.reference)
    story.address = adele.page.url
    await adele.fills("Quelle pièce ?", "Photo de la rue")
    await adele.fills("Pourquoi ?", story.reason)
    colleague = await adele.context.new_page()
    await colleague.goto(story.address)
    await colleague.get_by_role("button", name="Prendre en charge").click()
    await expect(colleague.get_by_role("button", name="Prendre en charge")).to_have_count(0)
    await colleague.close()

    adele.eyes.expected = 412
    await adele.presses("Demander la pièce")
    told = adele.page.get_by_text("Cette demande a changé pendant que vous la lisiez")
    await expect(told).to_be_in_viewport()
    await expect(adele.page.locator("[data-read-first]")).to_be_focused()
    await expect(adele.page.get_by_label("Pourquoi ?")).to_have_value(story.reason)
    await adele.looks("changee-entre-temps")


async def test_the_words_for_a_request_that_ended_are_given_back_before_the_eyes(adele: Person, story: SimpleNamespace):
    adele.eyes.expected = 200
    await adele.page.goto(story.address)
    await adele.fills("Pourquoi ?", story.reason)
    await adele.fills("Quelle pièce ?", "Photo de la rue")
    colleague = await adele.context.new_page()
    await colleague.goto(story.address)
    await colleague.get_by_role("link", name="Classer sans suite").click()
    await colleague.get_by_label("Raisons").fill("Réparé ce matin.")
    await colleague.get_by_role("button", name="Classer sans suite").click()
    await expect(colleague.get_by_role("button", name="Demander la pièce")).to_have_count(0)
    await colleague.close()

    adele.eyes.expected = 412
    await adele.presses("Demander la pièce")
    await expect(adele.page.get_by_role("heading", name="Ce que vous aviez écrit")).to_be_visible()
    await expect(adele.page.get_by_text(story.reason)).to_be_in_viewport()
    await adele.looks("rendu-apres-la-fin")
