"""A report sent without an account joins a personal space later; what one agrees to is asked, and kept."""

import re
from types import SimpleNamespace
from typing import Literal
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace(words=f"Nid de poule {uuid4().hex[:8]}")


@pytest.fixture
async def visitor(arrives: Arrives) -> Person:
    return await arrives("visitor")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.mark.requirement("DM-10")
async def test_a_visitor_reports_a_problem_and_gets_a_link(
    visitor: Person, suite: RunningSuite, story: SimpleNamespace
):
    await visitor.opens(suite.portal("/demarches/signaler-un-probleme"))
    await visitor.presses("Commencer ma demande")
    await visitor.chooses("Chaussée ou trottoir abîmé")
    await visitor.fills("Où exactement ?", "Cours Sauvaire")
    await visitor.fills("Décrivez le problème", story.words)
    await visitor.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await visitor.presses("Continuer vers")
    await visitor.sees_title("Mes informations")
    await visitor.fills("Adresse électronique", CITIZEN.email)
    await visitor.presses("Continuer vers")
    await visitor.presses("Continuer vers")
    await visitor.sees(story.words)
    await visitor.presses("Envoyer ma demande")

    await visitor.sees_title("Votre demande est envoyée")
    story.reference = await visitor.reads_reference()
    story.link = link_in(await letter(suite, CITIZEN.email, "", about=story.reference), "/suivi/")
    await visitor.looks("sans-compte-envoyee")


@pytest.mark.requirement("DM-10")
async def test_the_holder_of_the_link_signs_in_and_attaches_it_once(camille: Person, story: SimpleNamespace):
    await camille.opens(story.link)
    await camille.looks("suivi-a-rattacher")
    await camille.presses("Rattacher cette demande à mon espace personnel")
    await camille.sees("c’est la preuve qu’elle est à vous")
    await camille.looks("rattachement")
    await camille.presses("Rattacher à mon espace")

    await camille.sees("Cette demande est maintenant dans votre espace.")
    await camille.sees(story.reference)
    await camille.sees("Demande rattachée à un espace personnel")
    await camille.looks("rattachee")
    story.dossier = camille.page.url


@pytest.mark.requirement("DM-10")
async def test_the_link_goes_on_showing_its_state_and_proposes_nothing_more(visitor: Person, story: SimpleNamespace):
    await visitor.opens(story.link)

    await visitor.sees(story.reference)
    await expect(visitor.page.get_by_text("Rattacher cette demande")).to_have_count(0)


async def beside(person: Person, role: Literal["button", "link"], name: str) -> None:
    """What may be done stands beside the dossier, outside of the page's main part."""
    await person.page.get_by_role("complementary").get_by_role(role, name=name).click()


@pytest.mark.requirement("DM-18")
async def test_she_agrees_to_electronic_notification_and_takes_it_back(camille: Person, story: SimpleNamespace):
    await camille.opens(story.dossier)
    await beside(camille, "button", "Accepter la voie électronique")
    await camille.sees("La décision vous sera notifiée par voie électronique.")
    await camille.looks("notification-acceptee")
    await beside(camille, "button", "Revenir à la lettre")

    await camille.sees("La décision ne vous sera pas notifiée par voie électronique.")


@pytest.mark.requirement("DM-14")
async def test_she_cancels_it_and_finds_it_archived(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(story.dossier)
    await beside(camille, "link", "Annuler ma demande")
    await camille.presses("Annuler ma demande")
    await camille.sees("Votre demande est annulée.")

    await camille.opens(suite.portal("/mes-demandes?vue=archivees"))
    await camille.sees(re.compile(story.reference))


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
