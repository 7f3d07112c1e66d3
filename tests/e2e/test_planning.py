"""Works that need the town's consent: a paper is missing, the legal clock waits for it, and the decision can be verified."""

import re
from types import SimpleNamespace

import pytest
from playwright.async_api import FilePayload, expect

from contracts.demo import AGENT, CITIZEN
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .papers import a_scan, text_of_pdf
from .people import Person

EXPERT = "abf@patrimoine.example"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace()


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


def beside(person: Person):
    """The clock and what may be done stand outside of the page's main part."""
    return person.page.get_by_role("complementary")


@pytest.mark.requirement("DM-05")
async def test_she_declares_a_fence_and_is_asked_for_what_a_fence_needs(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.opens(suite.portal("/demarches/declaration-prealable"))
    again = camille.page.get_by_role("button", name="Recommencer depuis le début")
    await (again if await again.count() else camille.control("Commencer ma demande")).click()
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.fills("Numéro et voie", "4 rue Canquoin")
    await camille.fills("Code postal", "13100")
    await camille.fills("Commune", "Plassans")
    await camille.fills("Références cadastrales", "AB 123")
    await camille.chooses("Clôture")
    await camille.fills("Surface créée", "0")
    await camille.fills("Surface totale après travaux", "92")
    await camille.fills("Décrivez les travaux", "Une clôture en bois de 1,60 m le long de la rue.")
    await camille.looks("urbanisme-ma-demande")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes pièces")
    await expect(camille.page.get_by_role("heading", name="DP2 : plan de masse (facultatif)")).to_have_count(1)
    await camille.joins("DP1", a_scan("plan-de-situation"))
    await camille.joins("DP4", a_scan("facade"))
    await camille.presses("Continuer vers")
    await camille.presses("Envoyer ma demande")

    await camille.sees_title("Votre demande est envoyée")
    story.reference = await camille.reads_reference()
    story.dossier = camille.page.url.split("/")[-2]


@pytest.mark.requirement("DM-18")
async def test_the_agent_tries_what_a_missing_plan_would_change_then_asks_for_it(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console(f"/demarches/dossiers/{story.dossier}"))
    await adele.presses("Prendre en charge")
    await adele.sees("Adèle Sicardot")
    await beside(adele).get_by_role("link", name="Et si ?").click()
    await adele.page.get_by_label("Après… mois", exact=True).fill("3")
    await adele.presses("Comparer")
    await adele.sees("jours plus tard")
    await adele.looks("urbanisme-et-si")
    await adele.presses("Revenir à la demande")
    await adele.fills("Quelle pièce ?", "DP2 : plan de masse coté")
    await adele.fills("Pourquoi ?", "La clôture longe une voie : ses distances doivent y figurer.")
    await adele.presses("Demander la pièce")

    await adele.sees("En attente")
    await adele.looks("urbanisme-piece-demandee")


@pytest.mark.requirement("DM-18")
async def test_she_reads_that_the_delay_waits_for_her_and_why(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    mail = await letter(suite, CITIZEN.email, f"Une pièce manque à votre demande {story.reference}")
    await camille.opens(link_in(mail, story.dossier))
    await beside(camille).get_by_text("Comment ce délai est compté").click()

    await expect(beside(camille)).to_contain_text("le délai ne court pas")
    await camille.sees("DP2 : plan de masse coté")
    await camille.looks("urbanisme-delai-suspendu")
    await camille.presses("Ajouter la pièce demandée")
    await camille.page.locator("input[type=file]").first.set_input_files(a_scan("plan-de-masse"))
    await camille.presses("Ajouter cette pièce")
    # Among the pieces joined: while it is sent, its name stands beside the field already.
    await expect(camille.page.locator(".documents")).to_contain_text("plan-de-masse.pdf", timeout=60_000)


@pytest.mark.requirement("DM-18")
async def test_the_delay_runs_again_from_the_day_it_came(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await eventually(lambda: camille.reloads_until("Analyse en cours", gone=True), within=60, every=1)
    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}"))
    await beside(camille).get_by_text("Comment ce délai est compté").click()

    await camille.sees("Réponse attendue")
    await expect(beside(camille)).not_to_contain_text("le délai ne court pas")
    await camille.looks("urbanisme-delai-repart")


@pytest.mark.requirement("DM-16")
async def test_an_expert_outside_gives_an_opinion_by_link(
    arrives: Arrives, adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console(f"/demarches/dossiers/{story.dossier}"))
    await beside(adele).get_by_text("Demander un avis").click()
    await adele.fills("Votre question", "La clôture est-elle visible depuis l’église ?")
    await adele.fills("Nom de l’expert", "Mme Vaurigaud, architecte des bâtiments de France")
    await adele.fills("Son adresse électronique", EXPERT)
    await adele.fills_date("Réponse souhaitée le", 30, 6, 2027)
    await adele.presses("Demander l’avis")
    await adele.sees("Attendu le 30 juin 2027")
    mail = await letter(suite, EXPERT, "", about=story.reference)

    expert = await arrives("expert")
    await expert.opens(link_in(mail, "/avis/"))
    await expert.sees("Clôture")
    assert "Rougon" not in await expert.reads()
    await expert.looks("avis")
    await expert.chooses("Favorable avec réserves")
    await expert.fills("Observations", "Lames verticales, teinte bois naturel.")
    await expert.presses("Rendre mon avis")
    await expert.sees_title("Votre avis est rendu")
    await expert.looks("avis-rendu")
    await adele.page.reload()
    await adele.sees("Lames verticales")
    await adele.looks("urbanisme-avis")


@pytest.mark.requirement("DM-16")
async def test_the_decision_has_a_document_that_anyone_can_verify(
    arrives: Arrives, camille: Person, adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await beside(adele).get_by_role("link", name="Accepter").click()
    await adele.fills("Raisons", "Sous réserve de lames verticales, teinte bois naturel.")
    await adele.presses("Accepter la demande")
    await adele.sees("Décision, le")
    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}"))
    await eventually(lambda: camille.reloads_until("Télécharger la décision"), within=60, every=1)
    await camille.looks("urbanisme-decision")
    document = await camille.fetches(f"/mes-demandes/{story.dossier}/decision.pdf")
    text = text_of_pdf(document.content)
    assert story.reference in text
    code = re.search(r"\b(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}\b", text)
    assert code, text

    visitor = await arrives("visitor")
    await visitor.opens(suite.portal("/verifier"))
    await visitor.looks("verifier")
    await visitor.fills("Code de vérification", code[0])
    await visitor.presses("Vérifier")
    await visitor.sees("son sceau est valable")
    await visitor.sees(story.reference)
    await visitor.looks("verifier-trouve")
    received: FilePayload = {"name": "decision.pdf", "mimeType": "application/pdf", "buffer": document.content}
    await visitor.page.locator("input[type=file]").set_input_files(received)
    await visitor.presses("Comparer")

    await visitor.sees("Votre fichier est l’original, à l’octet près.")
    await visitor.looks("verifier-original")


@pytest.mark.requirement("DM-19")
async def test_she_says_how_it_went(camille: Person):
    await camille.presses("Donner mon avis sur cette démarche")
    await camille.looks("satisfaction")
    await camille.chooses("Très simple")
    await camille.fills("Que faudrait-il améliorer ?", "Montrer un exemple de plan de masse.")
    await camille.presses("Envoyer ma réponse")

    await camille.sees("Merci")
    await camille.looks("satisfaction-donnee")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
