"""A démarche built in the browser, and changed while people are in the middle of it."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    """Another démarche each time: it is withdrawn at the end, and its name stays taken."""
    return SimpleNamespace(title=f"Prêt de barnum {uuid4().hex[:6]}")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def goes_to(author: Person, tab: str) -> None:
    await author.page.get_by_role("navigation", name="Parties de la démarche").get_by_role("link", name=tab).click()


@pytest.mark.requirement("DM-17")
async def test_the_author_builds_and_publishes_it(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/demarches/definitions"))
    await adele.looks("editeur-catalogue")
    await adele.fills("Titre", story.title)
    await adele.page.get_by_role("combobox", name="Thème").select_option(index=1)
    await adele.page.get_by_role("combobox", name="Service").select_option("Service Voirie et espaces publics")
    await adele.presses("Créer la démarche")
    await adele.sees_title(story.title)
    await adele.fills("En une phrase", "La commune prête un barnum de 3 m sur 6 m.")
    await adele.fills("Ce que l’on obtient", "Un barnum, livré la veille.")
    await adele.looks("editeur-presentation")
    await adele.presses("Enregistrer")
    await adele.sees("C’est enregistré.")
    await goes_to(adele, "Formulaire")
    await adele.looks("editeur-formulaire")
    await goes_to(adele, "Aperçu")
    await adele.looks("editeur-apercu")
    await goes_to(adele, "Publication")
    await adele.sees("Tout est prêt")
    story.editor = re.sub(r"/[a-z]+(\?.*)?$", "", adele.page.url)
    await adele.presses("Publier la démarche")

    await adele.sees("La nouvelle version est en vigueur.")
    await expect(adele.page.get_by_role("row", name=story.title)).to_contain_text("Version 1")


@pytest.mark.requirement("DM-05")
async def test_one_sends_a_request_and_another_begins_one(
    arrives: Arrives, camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    visitor = await arrives("visitor")
    story.address = "/demarches/" + story.title.lower().replace("ê", "e").replace(" ", "-")
    for person in (camille, visitor):
        await person.opens(suite.portal(story.address))
        await person.presses("Commencer ma demande")
        await person.fills("Nom de naissance", "Rougon")
        await person.fills("Prénoms", "Camille")
        await person.presses("Continuer vers")
        await person.sees_title("Ma demande")
        await person.fills("Votre demande", "Le 14 juillet, place de la halle.")
    await camille.presses("Continuer vers")
    await camille.presses("Envoyer ma demande")

    await camille.sees_title("Votre demande est envoyée")
    story.reference = await camille.reads_reference()
    story.dossier = camille.page.url.split("/")[-2]


@pytest.mark.requirement("DM-17")
async def test_the_author_adds_a_question_and_a_longer_delay(adele: Person, story: SimpleNamespace):
    await adele.opens(f"{story.editor}/form")
    steps = adele.page.get_by_role("main").locator("section").filter(has_text="Ma demande")
    await steps.get_by_label("Sorte de question").last.select_option("Nombre")
    await steps.get_by_role("button", name="Ajouter").last.click()
    await adele.presses("À compléter")
    await adele.fills("Question", "Combien de personnes attendez-vous ?")
    await adele.chooses("Oui", of="Réponse obligatoire ?")
    await adele.looks("editeur-question")
    await adele.presses("Enregistrer")
    await adele.sees("C’est enregistré.")
    await goes_to(adele, "Délai légal")
    await adele.page.get_by_label("Après… mois", exact=True).fill("4")
    await adele.chooses("Rejetée")
    await adele.chooses("est suspendu")
    await adele.fills("Articles", "CRPA L231-4")
    await adele.looks("editeur-delai")
    await adele.presses("Enregistrer")
    await adele.sees("C’est enregistré.")

    await expect(adele.page.get_by_label("Après… mois", exact=True)).to_have_value("4")
    await expect(adele.page.get_by_label("est suspendu")).to_be_checked()


@pytest.mark.requirement("DM-17")
async def test_the_author_makes_sure_of_it_by_a_trial_on_another_day(adele: Person):
    await goes_to(adele, "Essais")
    await adele.presses("Ajouter un essai")
    await adele.fills("Nom de l’essai", "Fin de février")
    await adele.fills_date("Jour de l’envoi", 31, 10, 2026)
    await adele.fills("Votre demande", "Un barnum")
    await adele.fills_date("Échéance légale attendue", 27, 2, 2027)
    await adele.looks("editeur-essai")
    await adele.presses("Enregistrer l’essai")
    await adele.sees("Échoue")
    await adele.looks("editeur-essai-echoue")
    await adele.presses("Fin de février")
    await adele.fills_date("Échéance légale attendue", 28, 2, 2027)
    await adele.presses("Enregistrer l’essai")

    await adele.sees("Comme attendu")


@pytest.mark.requirement("DM-17")
async def test_publishing_says_who_is_concerned_and_what_would_change_for_them(adele: Person, story: SimpleNamespace):
    await goes_to(adele, "Publication")
    await adele.sees("1 demande est en cours")
    await adele.sees("1 brouillon aussi")
    await adele.sees(story.reference)
    await adele.looks("editeur-publication")
    await adele.presses("Publier la nouvelle version")

    await expect(adele.page.get_by_role("row", name=story.title)).to_contain_text("Version 2")


@pytest.mark.requirement("DM-05")
async def test_whoever_began_before_goes_on_with_what_they_were_asked(
    arrives: Arrives, camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    visitor = await arrives("visitor")
    await visitor.presses("Continuer vers")
    await visitor.sees_title("Le récapitulatif")
    await visitor.presses("Envoyer ma demande")
    await visitor.sees_title("Votre demande est envoyée")
    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}/demande"))
    await camille.sees("place de la halle")
    assert "Combien de personnes" not in await camille.reads()

    newcomer = await arrives("newcomer")
    await newcomer.opens(suite.portal(story.address))
    await newcomer.sees("4 mois")
    await newcomer.presses("Commencer ma demande")
    await newcomer.fills("Nom de naissance", "Macquart")
    await newcomer.fills("Prénoms", "Jean")
    await newcomer.presses("Continuer vers")
    await newcomer.sees("Combien de personnes attendez-vous ?")


@pytest.mark.requirement("DM-16")
async def test_the_request_of_before_is_decided_all_the_same(
    adele: Person, camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console(f"/demarches/dossiers/{story.dossier}"))
    await adele.page.get_by_role("complementary").get_by_role("link", name="Accepter").click()
    await adele.presses("Accepter la demande")
    await adele.sees("Décision, le")
    await camille.page.reload()

    await camille.sees("Acceptée")


@pytest.mark.requirement("DM-17")
async def test_it_is_withdrawn_and_no_longer_offered(
    arrives: Arrives, adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(f"{story.editor}/publication")
    await adele.presses("Ne plus proposer cette démarche")
    await adele.sees("Cette démarche ne sera plus proposée sur le portail.")
    await adele.looks("editeur-retrait")
    await adele.presses("Ne plus proposer cette démarche")
    await adele.sees("La démarche n’est plus proposée.")

    stranger = await arrives("stranger")
    await stranger.opens(suite.portal(story.address), expecting=404)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
