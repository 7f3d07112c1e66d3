"""The operator offers a démarche, a town makes it its own, both change it, and the town chooses."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, PLATFORM_OPERATOR
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(title=f"Prêt de vaisselle {uuid4().hex[:6]}")


@pytest.fixture
async def felicite(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def goes_to(author: Person, tab: str) -> None:
    await author.page.get_by_role("navigation", name="Parties de la démarche").get_by_role("link", name=tab).click()


async def rewords(author: Person, question: str, words: str) -> None:
    await goes_to(author, "Formulaire")
    await author.presses(question)
    await author.fills("Question", words)
    await author.presses("Enregistrer")
    await author.sees("C’est enregistré.")


async def offers(author: Person, note: str) -> None:
    await goes_to(author, "Publication")
    await author.fills("Ce qui est nouveau", note)
    await author.presses("Proposer à toutes les collectivités")
    await author.sees("Toutes les collectivités peuvent copier cette version.")


@pytest.mark.requirement("DM-17")
async def test_the_operator_offers_a_demarche_to_every_town(
    felicite: Person, suite: RunningSuite, story: SimpleNamespace
):
    await felicite.opens(suite.console("/demarches/definitions"))
    await felicite.fills("Titre", story.title)
    await felicite.page.get_by_role("combobox", name="Thème").select_option(index=1)
    await felicite.page.get_by_role("combobox", name="Service").select_option(index=1)
    await felicite.presses("Créer la démarche")
    await felicite.sees_title(story.title)
    story.model = re.sub(r"/[a-z]+(\?.*)?$", "", felicite.page.url)
    await felicite.fills("En une phrase", "La commune prête de la vaisselle.")
    await felicite.fills("Ce que l’on obtient", "De la vaisselle, pour un week-end.")
    await felicite.presses("Enregistrer")
    await felicite.sees("C’est enregistré.")

    await offers(felicite, "Première version.")

    await felicite.sees("Proposée à toutes les collectivités")
    await felicite.looks("catalogue-partage-offre")


@pytest.mark.requirement("DM-17")
async def test_a_town_copies_it_adapts_it_and_publishes_it(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/demarches/definitions/shared"))
    await adele.looks("catalogue-partage")
    await adele.presses(story.title)
    await adele.sees_title(story.title)
    await adele.looks("catalogue-partage-demarche")
    await adele.page.get_by_role("combobox", name="Thème").select_option(index=1)
    await adele.page.get_by_role("combobox", name="Service").select_option("Service Voirie et espaces publics")
    await adele.presses("Copier cette démarche")
    await adele.sees("La démarche est copiée.")
    story.copy = re.sub(r"/[a-z]+(\?.*)?$", "", adele.page.url)
    await rewords(adele, "Votre demande", "Que voulez-vous emprunter ?")
    await goes_to(adele, "Publication")
    await adele.presses("Publier la démarche")

    await expect(adele.page.get_by_role("row", name=story.title)).to_contain_text("Version 1")


@pytest.mark.requirement("DM-17")
async def test_the_operator_rewords_the_same_question_adds_another_and_offers_it_again(
    felicite: Person, story: SimpleNamespace
):
    await felicite.opens(f"{story.model}/form")
    await rewords(felicite, "Votre demande", "Vaisselle souhaitée")
    section = felicite.page.get_by_role("main").locator("section").filter(has_text="Ma demande")
    await section.get_by_label("Sorte de question").last.select_option("Date")
    await section.get_by_role("button", name="Ajouter").last.click()
    await felicite.sees("C’est enregistré.")
    await rewords(felicite, "À compléter", "Jour du retrait")

    await offers(felicite, "Le jour du retrait est demandé.")

    await felicite.sees("1 collectivité l’a copiée")


@pytest.mark.requirement("DM-17")
async def test_the_town_is_told_by_mail_and_chooses_where_both_changed_the_same(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    mail = await letter(suite, AGENT.email, "Nouvelle version proposée", about=story.title, within=60)
    assert "Le jour du retrait est demandé." in mail["text"]
    await adele.opens(link_in(mail, "/demarches/definitions/"))
    await adele.sees("1 endroit a changé chez vous aussi.")
    await adele.sees("Formulaire › Ma demande › Que voulez-vous emprunter ? › Intitulé")
    await adele.looks("catalogue-partage-mise-a-jour")
    await adele.chooses("Prendre le leur : Vaisselle souhaitée")
    await adele.presses("Reprendre cette version")
    await adele.sees("La nouvelle version est reprise dans votre travail.")
    await adele.sees("Jour du retrait")
    await adele.looks("catalogue-partage-reprise")
    await adele.presses("Publier la nouvelle version")

    await expect(adele.page.get_by_role("row", name=story.title)).to_contain_text("Version 2")


@pytest.mark.requirement("DM-05")
async def test_people_are_asked_what_the_town_chose(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal("/demarches/" + story.title.lower().replace("ê", "e").replace(" ", "-")))
    await visitor.presses("Commencer ma demande")
    await visitor.fills("Nom de naissance", "Macquart")
    await visitor.fills("Prénoms", "Jean")
    await visitor.presses("Continuer vers")

    await visitor.sees("Vaisselle souhaitée")
    await visitor.sees("Jour du retrait")


@pytest.mark.requirement("DM-17")
async def test_the_operator_withdraws_it_and_the_town_keeps_its_own(
    felicite: Person, adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await felicite.opens(f"{story.model}/publication")
    await felicite.fills("Pourquoi", "Un autre modèle la remplace.")
    await felicite.presses("Retirer du catalogue partagé")
    await felicite.sees("La démarche n’est plus au catalogue partagé.")
    await felicite.looks("catalogue-partage-retrait")
    mail = await letter(suite, AGENT.email, "Retirée du catalogue partagé", about=story.title, within=60)

    await adele.opens(link_in(mail, "/demarches/definitions/"))

    await adele.sees("a retiré cette démarche du catalogue partagé")
    await adele.sees("Un autre modèle la remplace.")
    await adele.sees("Version 2 en vigueur")
    await adele.looks("catalogue-partage-retiree")
    await adele.opens(suite.console("/demarches/definitions/shared"))
    await expect(adele.page.get_by_role("row", name=story.title)).to_contain_text("retirée du catalogue")


@pytest.mark.requirement("DM-17")
async def test_what_the_story_published_is_put_away(adele: Person, story: SimpleNamespace):
    await adele.opens(f"{story.copy}/publication")
    await adele.presses("Ne plus proposer cette démarche")
    await adele.presses("Ne plus proposer cette démarche")

    await adele.sees("La démarche n’est plus proposée.")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
