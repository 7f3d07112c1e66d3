"""A family's household, and a child of it enrolled with the papers that the answers ask for."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_photo, a_scan
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(
        child="Zélie " + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:6]).title()
    )


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.mark.requirement("ID-21")
async def test_she_writes_her_child_down_once(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/mon-foyer/ajouter"))
    await camille.chooses("Mon enfant")
    await camille.fills("Prénoms", story.child)
    await camille.fills("Nom de naissance", "Rougon")
    await camille.fills_date("Date de naissance", 12, 3, 2019)
    await camille.presses("Ajouter à mon foyer")

    await camille.sees(f"{story.child} fait partie de votre foyer.")
    await camille.looks("foyer")


@pytest.mark.requirement("DM-01")
async def test_enrolling_wants_a_personal_space(arrives: Arrives, suite: RunningSuite):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal("/demarches/restauration-scolaire"))

    await visitor.sees("Un espace personnel est nécessaire")
    await visitor.looks("restauration-visiteur")


@pytest.mark.requirement("DM-05")
async def test_she_chooses_her_child_instead_of_typing(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/demarches/restauration-scolaire"))
    again = camille.page.get_by_role("button", name="Recommencer depuis le début")
    await (again if await again.count() else camille.control("Commencer ma demande")).click()
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    typed = camille.page.get_by_label("Nom de naissance")
    await expect(typed).to_be_visible()
    await camille.chooses(story.child)
    await expect(typed).to_be_hidden()
    await camille.fills("École et classe", "École de la rue Beauséjour, CE1")
    await camille.chooses("Lundi")
    await camille.chooses("Jeudi")
    await camille.chooses("Sans viande")
    await camille.fills("Quotient familial CAF", "742")
    await camille.looks("restauration-ma-demande")
    await camille.presses("Continuer vers")

    await camille.sees_title("Mes pièces")


@pytest.mark.requirement("DM-07")
async def test_the_paper_that_her_answer_makes_necessary_is_insisted_on(camille: Person, story: SimpleNamespace):
    await camille.presses("Continuer vers")
    await camille.sees_title("Le récapitulatif")
    await camille.sees("Attestation de quotient familial")
    await camille.looks("restauration-piece-manquante")
    await camille.page.go_back()
    await camille.joins("Attestation de quotient familial", a_scan("quotient"))
    await camille.joins("Attestation d’assurance scolaire", a_photo("assurance-recto"), a_photo("assurance-verso"))
    await camille.looks("restauration-pieces")
    await camille.presses("Continuer vers")

    await camille.sees_title("Le récapitulatif")
    await camille.sees(story.child)
    await camille.sees("12 mars 2019")
    await camille.looks("restauration-recapitulatif")
    await camille.presses("Envoyer ma demande")
    await camille.sees_title("Votre demande est envoyée")
    story.dossier = camille.page.url.split("/")[-2]


@pytest.mark.requirement("ID-21")
async def test_who_leaves_the_household_stays_in_what_was_sent(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.opens(suite.portal("/mon-foyer"))
    await camille.page.get_by_role("link", name=f"Retirer {story.child}").click()
    await camille.presses("Retirer de mon foyer")
    await expect(camille.page.get_by_role("heading", name=story.child)).to_have_count(0)

    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}/demande"))
    await camille.sees(story.child)
    await camille.looks("restauration-suivi")


@pytest.mark.requirement("DM-16")
async def test_the_agent_reads_child_days_and_papers(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    adele = await arrives("adele", account=AGENT, at=suite.console(""))
    await adele.opens(suite.console(f"/demarches/dossiers/{story.dossier}"))

    await adele.sees(story.child)
    await adele.sees("Lundi")
    await adele.sees("assurance-verso.jpg")
    await adele.looks("console-restauration")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
