"""A town's request shared among colleagues, and two agents of support who work on it at once."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, COLLEAGUE, PLATFORM_OPERATOR, SUPPORT_AGENT
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in

HELP = "assistance"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(subject=f"Classer par quartier {uuid4().hex[:6]}", word=f"pervenche{uuid4().hex[:6]}")


@pytest.mark.requirement("TK-04")
async def test_she_asks_and_shares_it_with_a_colleague_by_name(
    arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele", account=AGENT, at=suite.portal("", organisation=HELP))
    await adele.opens(suite.portal("/assistance/evolution-parvis", organisation=HELP))
    await adele.fills("Votre demande en une ligne", story.subject)
    await adele.fills("De quoi avez-vous besoin ?", f"Un filtre par quartier, comme {story.word}.")
    await adele.presses("Envoyer ma demande")
    await adele.sees_title("Votre demande est enregistrée")
    story.ticket = adele.page.url.split("/")[-2]
    await adele.opens(f"/mes-tickets/{story.ticket}/partage")
    await adele.fills("Son nom ou son courriel", "vuillet")
    await adele.presses("Chercher")
    await adele.looks("assistance-partage")
    await adele.presses("Partager avec Aristide Vuillet")

    await adele.sees("Votre collègue peut lire cette demande.")


@pytest.mark.requirement("TK-04")
async def test_the_colleague_is_told_and_reads_it(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    mail = await letter(suite, COLLEAGUE.email, "partage", about=story.ticket, within=60)
    aristide = await arrives("aristide", account=COLLEAGUE, at=suite.portal("", organisation=HELP))
    await aristide.opens(link_in(mail, story.ticket))

    await aristide.sees_title(story.subject)
    await aristide.looks("assistance-partagee")


@pytest.mark.requirement("TK-06")
async def test_two_agents_on_one_ticket_see_each_other(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    pascal = await arrives("pascal", account=SUPPORT_AGENT, at=suite.console(""))
    felicite = await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))
    await pascal.opens(suite.console(f"/ticketing/tickets/{story.ticket}"))
    await felicite.opens(suite.console(f"/ticketing/tickets/{story.ticket}"))

    await felicite.sees("Pascal Sauret")
    await felicite.fills("Votre réponse", "Votre idée est inscrite pour la version 4.3.")
    await felicite.control("Répondre").click()
    await felicite.sees("Votre réponse est envoyée.")


@pytest.mark.requirement("TK-06")
async def test_a_stale_answer_is_refused_with_what_is_new_and_nothing_typed_is_lost(arrives: Arrives):
    pascal = await arrives("pascal")
    pascal.eyes.expected = 412
    await pascal.fills("Votre réponse", "Je reprends votre demande.")
    await pascal.control("Répondre").click()

    await pascal.sees("Cette demande a changé pendant que vous écriviez")
    await pascal.sees("Votre idée est inscrite")
    await expect(pascal.page.get_by_label("Votre réponse").first).to_have_value("Je reprends votre demande.")
    await pascal.looks("assistance-reponse-perimee")


@pytest.mark.requirement("TK-06")
async def test_another_matter_is_taken_apart_and_put_back(
    arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    adele, pascal = await arrives("adele"), await arrives("pascal")
    await adele.opens(suite.portal(f"/mes-tickets/{story.ticket}", organisation=HELP))
    await adele.fills("Votre réponse", "Et la borne d’accueil ne démarre plus.")
    await adele.presses("Envoyer ma réponse")
    await adele.sees("Votre réponse est envoyée.")
    await pascal.opens(suite.console(f"/ticketing/tickets/{story.ticket}"))
    await pascal.page.get_by_label("À traiter à part").last.check()
    await pascal.page.get_by_text("Confier, grouper, lier").click()
    await pascal.page.get_by_role("textbox", name="Traiter à part").fill("Borne en panne")
    await pascal.page.get_by_role("button", name="Traiter à part").click()
    await pascal.sees("Une demande à part est ouverte.")

    await pascal.page.get_by_text("Traité à part dans").get_by_role("link").click()
    await pascal.sees_title("Borne en panne")
    await pascal.presses("Remettre dans la demande d’origine")
    await pascal.sees("La demande est revenue dans celle d’où elle venait.")


@pytest.mark.requirement("TK-06")
async def test_a_macro_and_the_keys(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    pascal = await arrives("pascal")
    await pascal.opens(suite.console(f"/ticketing/tickets/{story.ticket}"))
    await pascal.page.get_by_label("Appliquer une macro").select_option(label="Relancer le client")
    await pascal.page.get_by_role("button", name="Appliquer", exact=True).click()
    await pascal.sees("La macro est appliquée.")
    await pascal.sees("Bonjour Adèle Sicardot")
    await pascal.looks("assistance-ticket-entier")

    await pascal.page.keyboard.press("?")
    await expect(pascal.page.get_by_role("dialog")).to_contain_text("Répondre au client")
    await pascal.page.keyboard.press("Escape")
    await pascal.page.keyboard.press("r")
    await expect(pascal.page.get_by_label("Votre réponse").first).to_be_focused()


@pytest.mark.requirement("TK-03")
async def test_what_was_said_is_found_and_taken_along(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    adele = await arrives("adele")
    await adele.opens(suite.portal(f"/mes-tickets?q={story.word[:12]}", organisation=HELP))
    await adele.sees(story.subject)
    await adele.looks("assistance-recherche")

    saved = await adele.fetches(f"/export/mes-tickets/csv?q={story.word}")

    assert saved.headers["content-type"].startswith("text/csv")
    assert story.subject in saved.text


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
