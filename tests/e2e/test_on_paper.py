"""Letters on paper: somebody asks for them, the town prints what waits and takes it to the post."""

import re
from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter
from .papers import a_photo, text_of_pdf
from .people import Person

KIND = "Une demande est bien reçue"


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace(words=f"Le banc est cassé ({uuid4().hex[:8]})")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def silvere(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))


@pytest.mark.requirement("NT-05")
async def test_she_asks_that_it_comes_by_post_as_well(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/mes-notifications/preferences"))
    by_post = camille.page.get_by_role("group", name=re.compile("Par la poste"))
    await by_post.get_by_label(KIND).check()
    await camille.looks("preferences-par-la-poste")
    await camille.presses("Enregistrer mes préférences")
    await camille.sees("Vos préférences sont enregistrées.")

    await camille.opens("/mes-notifications/preferences")
    await expect(by_post.get_by_label(KIND)).to_be_checked()


@pytest.mark.requirement("NT-05")
async def test_her_request_is_acknowledged_by_mail(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/demarches/signaler-un-probleme"))
    await camille.presses("Commencer ma demande")
    await camille.chooses("Éclairage public en panne")
    await camille.fills("Où exactement ?", "Cours Sauvaire")
    await camille.fills("Décrivez le problème", story.words)
    await camille.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.joins("Photo du problème", a_photo("banc"))
    await camille.presses("Continuer vers")
    await camille.presses("Envoyer ma demande")
    await camille.sees_title("Votre demande est envoyée")
    story.reference = await camille.reads_reference()

    await letter(suite, CITIZEN.email, "", about=story.reference)


@pytest.mark.requirement("NT-05")
async def test_the_town_prints_what_waits(silvere: Person, suite: RunningSuite, story: SimpleNamespace):
    await silvere.opens(suite.console("/notifier/courrier"))
    await silvere.sees("Camille Rougon")
    await silvere.looks("courrier-a-imprimer")
    await silvere.presses("Préparer un lot à imprimer")
    await silvere.sees("Le lot est prêt à imprimer.")
    await silvere.looks("courrier-lot")

    href = await silvere.control("Télécharger les courriers").get_attribute("href")
    file = await silvere.fetches(urlsplit(href or "").path)

    assert file.headers["content-type"] == "application/pdf"
    printed = text_of_pdf(file.content)
    assert story.reference in printed
    assert CITIZEN.family_name in printed
    await silvere.presses("C’est imprimé")
    await silvere.sees("C’est noté : le lot est imprimé.")


@pytest.mark.requirement("NT-05")
async def test_once_posted_it_is_written_down(silvere: Person):
    await silvere.presses("C’est posté")
    await silvere.sees("C’est noté : le lot est posté")
    await expect(silvere.control("Télécharger les courriers")).to_have_count(0)
    await silvere.looks("courrier-poste")

    await silvere.page.get_by_role("link", name="Accusé de réception").first.click()
    await silvere.sees("Posté")
    await silvere.looks("message-et-son-courrier")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
