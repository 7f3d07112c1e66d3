"""Somebody whose account does not open asks for help, talks by mail with an agent, and finds it all in the account."""

import re
import smtplib
from asyncio import to_thread
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, SUPPORT_AGENT
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter
from .papers import a_photo, an_infected_scan

HELP = "assistance"
QUESTION = "Depuis quand votre compte ne s’ouvre-t-il plus ?"
REPLY = "Depuis lundi, après le changement d’ordinateur."


# Told on a desk: a mail has no width, and the pages of a ticket are looked at on a telephone by test_support and
# test_helpdesk.
@pytest.fixture(scope="module", params=[1280])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    mark = uuid4().hex[:6]
    return SimpleNamespace(subject=f"Mon compte est désactivé {mark}", email=f"adele.{mark}@personnel.example")


def _answers(suite: RunningSuite, mail: dict[str, Any], sender: str, words: str) -> str:
    """The same as one's mail program would send it, handed to the server that the address leads to."""
    answer = EmailMessage()
    answer["From"], answer["Subject"] = sender, f"Re: {mail['subject']}"
    headers = {name.lower(): value for name, value in mail["headers"]}
    answer["To"] = headers["reply-to"]
    answer["Message-ID"] = f"<{uuid4()}@personnel.example>"
    answer["In-Reply-To"] = answer["References"] = headers["message-id"]
    answer.set_content(f"{words}\n\nLe 28 novembre, l’assistance a écrit :\n> {QUESTION}\n")
    answer.add_attachment(a_photo("Écran")["buffer"], maintype="image", subtype="jpeg", filename="écran.jpg")
    answer.add_attachment("Journal du poste.", filename="journal.txt")
    infected = an_infected_scan("Facture")
    answer.add_attachment(infected, maintype="application", subtype="pdf", filename="facture.pdf")
    with smtplib.SMTP("127.0.0.1", suite.ports.mail_in, timeout=60) as server:
        server.send_message(answer)
    return str(answer["To"])


@pytest.mark.requirement("TK-05")
async def test_who_cannot_sign_in_asks_all_the_same(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    somebody = await arrives("somebody")
    await somebody.opens(suite.portal("/assistance-sans-compte", organisation=HELP))
    await somebody.fills("Votre nom", "Mme Sicardot")
    await somebody.fills("Votre collectivité", "Ville de Plassans")
    await somebody.fills("Adresse électronique où vous répondre", story.email)
    await somebody.fills("Votre demande en une ligne", story.subject)
    await somebody.fills("Que se passe-t-il ?", "Mon mot de passe n’est plus accepté.")
    await somebody.sees("Contrôle de sécurité terminé.")
    await somebody.looks("assistance-sans-compte")
    await somebody.presses("Envoyer ma demande")

    await somebody.sees_title("Votre demande est enregistrée")
    story.reference = await somebody.reads_reference()
    await somebody.looks("assistance-sans-compte-enregistree")


@pytest.mark.requirement("TK-07")
async def test_an_agent_answers_and_the_mail_leaves(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    pascal = await arrives("pascal", account=SUPPORT_AGENT, at=suite.console(""))
    await pascal.opens(suite.console(f"/ticketing/?q={story.reference}"))
    await pascal.page.get_by_role("row", name=story.subject).get_by_role("link").first.click()
    await pascal.sees_title(story.subject)
    await pascal.sees("Demande sans compte")
    await pascal.fills("Votre réponse", QUESTION)
    await pascal.presses("Répondre et attendre le client")
    await pascal.sees("Votre réponse est envoyée.")
    story.mail = await letter(suite, story.email, story.reference, about=QUESTION, within=60)

    async def is_told() -> bool:
        return await pascal.reloads_until("Courriel envoyé")

    await eventually(is_told, within=60, every=1)
    await pascal.looks("assistance-demande-sans-compte")


@pytest.mark.requirement("TK-07")
async def test_the_answer_by_mail_lands_in_its_ticket(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    address = await to_thread(_answers, suite, story.mail, story.email, REPLY)
    pascal = await arrives("pascal")

    await eventually(lambda: pascal.reloads_until("Reçu par courriel."), within=60, every=1)
    assert re.search(r"<r\+[a-z2-7]+@courrier\.localhost>$", address)
    await pascal.sees(REPLY)
    await expect(pascal.page.get_by_text("Afficher le texte cité")).to_be_visible()
    await pascal.sees("Pièce jointe non reprise : journal.txt — PDF, JPEG ou PNG seulement")
    screen = pascal.page.get_by_role("link", name="écran.jpg")

    async def is_checked() -> bool:
        await pascal.page.reload()
        return await screen.count() == 1

    await eventually(is_checked, every=1)
    # One finds what hides in a file only by opening it whole: it is told, and nobody can open it.
    await eventually(lambda: pascal.reloads_until("Refusé : virus"), every=1)
    infected = pascal.page.get_by_role("listitem").filter(has_text="facture.pdf").last
    await expect(infected).to_contain_text("Refusé : virus")
    await expect(pascal.page.get_by_role("link", name="facture.pdf")).to_have_count(0)
    await pascal.looks("assistance-fichiers-recus-par-courriel")
    await expect(pascal.page.get_by_role("main")).to_contain_text("En cours")


@pytest.mark.requirement("TK-05")
async def test_once_there_is_proof_it_is_the_accounts(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    pascal = await arrives("pascal")
    address = pascal.page.url
    await pascal.opens(suite.console("/ticketing/"))
    row = pascal.page.get_by_role("row", name="Adèle Sicardot").first
    known = re.search(r"[A-Z]{3}-\d{4}-\d{6}", await row.inner_text())
    assert known
    await pascal.opens(address)
    await pascal.page.get_by_text("Rattacher à un compte").click()
    await pascal.fills("Numéro d’une demande faite avec ce compte", known[0])
    await pascal.fills("Comment l’avez-vous vérifié ?", "Rappelée au numéro de la mairie.")
    await pascal.presses("Rattacher")
    await expect(pascal.page.get_by_text("Preuve : Rappelée au numéro de la mairie.")).to_be_visible()
    await pascal.fills("Votre réponse", "Votre compte est rouvert.")
    await pascal.presses("Répondre et résoudre")

    await pascal.sees("Votre réponse est envoyée.")


@pytest.mark.requirement("TK-03")
async def test_she_reads_everything_in_her_account_and_says_that_it_is_solved(
    arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele", account=AGENT, at=suite.portal("", organisation=HELP))
    await adele.opens(suite.portal(f"/mes-tickets?q={story.reference}", organisation=HELP))
    await adele.presses(story.subject)
    for words in (QUESTION, REPLY, "Votre compte est rouvert."):
        await adele.sees(words)
    assert "Preuve" not in await adele.reads()
    await adele.presses("C’est résolu")
    await adele.sees("Clôturée")
    await adele.chooses("Très satisfait")
    await adele.presses("Donner mon avis")

    await adele.sees("Merci")
    await adele.looks("assistance-resolue")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
