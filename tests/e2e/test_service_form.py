"""A service of the catalogue is put together from its page, and a member answers its questions at once."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, PLATFORM_OPERATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes

HELP = "assistance"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    mark = uuid4().hex[:6]
    return SimpleNamespace(name=f"Prêt de matériel {mark}", slug=f"pret-{mark}")


@pytest.mark.requirement("TK-01")
async def test_questions_are_added_one_depends_on_another(
    arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    felicite = await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))
    await felicite.opens(suite.console("/ticketing/reglages/services/nouveau"))
    page = felicite.page
    await page.get_by_label("Nom", exact=False).first.fill(story.name)
    await page.get_by_label("Produit").select_option(label="Parvis — guichet et demandes")
    await page.get_by_label("Type de demande").select_option(label="Évolution")
    await felicite.fills("Adresse de la page", story.slug)
    await page.locator("#question-0").get_by_label("Question", exact=True).fill("De quoi avez-vous besoin ?")
    await page.get_by_label("Ajouter", exact=True).select_option(label="Oui ou non")
    await felicite.presses("Ajouter cette question")
    await page.locator("#question-1").get_by_label("Question", exact=True).fill("Faut-il vous le livrer ?")
    await page.get_by_label("Ajouter", exact=True).select_option(label="Texte court")
    await felicite.presses("Ajouter cette question")
    last = page.locator("#question-2")
    await last.get_by_label("Question", exact=True).fill("À quelle adresse ?")
    await last.get_by_label("Montrée").select_option(label="Si « Faut-il vous le livrer ? » : Oui")
    await felicite.presses("Actualiser l’aperçu")

    await felicite.sees("Rien n’est encore enregistré")
    await expect(page.locator("#apercu")).to_contain_text("Montrée si : « Faut-il vous le livrer ? » : Oui")
    await felicite.looks("catalogue-questions")


@pytest.mark.requirement("TK-01")
async def test_the_service_is_offered_with_its_questions(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    felicite = await arrives("felicite")
    await felicite.presses("Enregistrer")
    await felicite.sees("Le service est enregistré.")
    adele = await arrives("adele", account=AGENT, at=suite.portal("", organisation=HELP))
    await adele.opens(suite.portal(f"/assistance/{story.slug}", organisation=HELP))

    await eventually(lambda: adele.reloads_until("Faut-il vous le livrer ?"), within=60, every=1)
    await adele.sees_title(story.name)
    await adele.looks("catalogue-nouveau-service")


@pytest.mark.requirement("TK-01")
async def test_and_withdrawn_again(arrives: Arrives, story: SimpleNamespace):
    felicite = await arrives("felicite")
    await felicite.page.get_by_role("link", name=story.name).click()
    await felicite.page.get_by_label("Proposer ce service").uncheck()
    await felicite.presses("Enregistrer")

    row = felicite.page.get_by_role("row", name=story.name)
    await expect(row).not_to_contain_text("Proposé")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
