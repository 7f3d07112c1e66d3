"""A démarche with one place: taken by somebody without account, waited for, given back by the link, and kept for who waited."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

pytestmark = pytest.mark.requirement("DM-03")
FULL = "Le quota de cette démarche est atteint."


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    mark = uuid4().hex[:6]
    email = f"passante.{mark}@exemple.fr"
    return SimpleNamespace(
        title=f"Visite du beffroi {mark}", address=f"/demarches/visite-du-beffroi-{mark}", email=email
    )


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def visitor(arrives: Arrives) -> Person:
    return await arrives("visitor")


async def test_an_agent_offers_one_place(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    adele = await arrives("adele", account=AGENT, at=suite.console(""))
    await adele.opens(suite.console("/demarches/definitions"))
    await adele.fills("Titre", story.title)
    await adele.page.get_by_role("combobox", name="Thème").select_option(index=1)
    await adele.page.get_by_role("combobox", name="Service").select_option("Service Voirie et espaces publics")
    await adele.presses("Créer la démarche")
    await adele.fills("En une phrase", "Une visite guidée, le samedi.")
    await adele.fills("Ce que l’on obtient", "Un billet.")
    await adele.fills("Nombre de places", "1")
    await adele.presses("Enregistrer")
    await adele.sees("C’est enregistré.")
    parts = adele.page.get_by_role("navigation", name="Parties de la démarche")
    await parts.get_by_role("link", name="Publication").click()
    await adele.presses("Publier la démarche")

    await adele.sees("La nouvelle version est en vigueur.")


async def test_a_visitor_takes_it(visitor: Person, suite: RunningSuite, story: SimpleNamespace):
    await visitor.opens(suite.portal(story.address))
    await visitor.presses("Commencer ma demande")
    await visitor.fills("Nom de naissance", "Rougon")
    await visitor.fills("Prénoms", "Claire")
    await visitor.fills("Adresse électronique", story.email)
    await visitor.presses("Continuer vers")
    await visitor.sees_title("Ma demande")
    await visitor.fills("Votre demande", "Samedi matin.")
    await visitor.presses("Continuer vers")
    await visitor.presses("Envoyer ma demande")

    await visitor.sees_title("Votre demande est envoyée")
    story.link = link_in(await letter(suite, story.email, "", about=await visitor.reads_reference()), "/suivi/")


async def test_camille_is_told_that_it_is_full_and_waits_in_line(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.opens(suite.portal(story.address))
    await camille.sees(FULL)
    await expect(camille.control("Commencer ma demande")).to_have_count(0)
    await camille.looks("complet")
    await camille.presses("M’inscrire sur la liste d’attente")

    await camille.sees("Vous êtes en tête de la liste d’attente.")
    await camille.looks("en-attente")


async def test_the_place_that_was_given_back_is_kept_for_camille(
    visitor: Person, camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await visitor.opens(story.link)
    await visitor.presses("Annuler ma demande")
    await visitor.presses("Annuler ma demande")
    await visitor.sees("annulée")
    mail = await letter(suite, CITIZEN.email, "Une place s’est libérée", about=story.title)
    await visitor.opens(suite.portal(story.address))
    await visitor.sees(FULL)

    await camille.opens(link_in(mail, "/demarches/"))
    await camille.sees("Une place est gardée pour vous")
    await camille.looks("place-gardee")
    await camille.presses("Commencer ma demande")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    await camille.fills("Votre demande", "Dimanche.")
    await camille.presses("Continuer vers")
    await camille.presses("Envoyer ma demande")

    await camille.sees_title("Votre demande est envoyée")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
