"""A member of the town has trouble with the software, and asks those who run it."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR, SUPPORT_AGENT
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .papers import a_photo, a_scan
from .people import Person

QUESTION = "Le bouton Valider reste gris après la mise à jour."
ANSWER = "Bonjour, rechargez la page avec Ctrl+F5 : la mise à jour de ce matin le corrige."


async def appears(person: Person, name: str) -> str:
    """The file's address, once it was checked: reading before is nobody's."""
    link = person.page.get_by_role("link", name=name)

    async def checked() -> bool:
        await person.page.reload()
        return await link.count() > 0

    await eventually(checked, within=60, every=1)
    return await link.first.get_attribute("href") or ""


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(subject=f"Bouton gris {uuid4().hex[:6]}")


@pytest.mark.requirement("TK-01")
async def test_anybody_sees_what_can_be_asked(arrives: Arrives, suite: RunningSuite):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal(organisation="assistance"))

    await visitor.sees_title("Comment pouvons-nous vous aider ?")
    await visitor.sees("Anomalie – logiciel Parvis")
    await visitor.looks("assistance-accueil")


@pytest.mark.requirement("TK-06")
async def test_the_support_agent_has_the_queue_open(arrives: Arrives, suite: RunningSuite):
    pascal = await arrives("pascal", account=SUPPORT_AGENT, at=suite.console(""))
    await pascal.opens(suite.console("/ticketing/"))

    await pascal.sees_title("Tickets")


@pytest.mark.requirement("TK-02")
async def test_a_member_opens_a_ticket(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    silvere = await arrives("silvere", account=ADMINISTRATOR, at=suite.portal("", organisation="assistance"))
    await silvere.opens(suite.portal("/assistance/anomalie-logiciel-parvis", organisation="assistance"))
    await silvere.fills("Votre demande en une ligne", story.subject)
    await silvere.fills("Que se passe-t-il ?", QUESTION)
    await silvere.chooses("Ordinateur sous Linux")
    await silvere.chooses("Non", of="Souhaitez-vous une session de télémaintenance ?")
    await silvere.page.get_by_role("group", name="Qui est gêné ?").get_by_role("radio").first.check()
    await silvere.page.get_by_role("group", name="Le travail peut-il continuer ?").get_by_role("radio").first.check()
    await silvere.page.locator("input[type=file]").first.set_input_files(a_photo("ecran"))
    await silvere.sees("ecran.jpg")
    await silvere.looks("assistance-demande")
    await silvere.presses("Envoyer ma demande")

    await silvere.sees_title("Votre demande est enregistrée")
    story.ticket = silvere.page.url.split("/")[-2]
    await silvere.looks("assistance-enregistree")
    await letter(suite, ADMINISTRATOR.email, await silvere.reads_reference())


@pytest.mark.requirement("TK-06")
async def test_the_support_agent_takes_it_and_answers(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    pascal = await arrives("pascal", account=SUPPORT_AGENT, at=suite.console(""))
    # It came by itself into the queue that is open since.
    row = pascal.page.get_by_role("row", name=story.subject)
    await expect(row).to_contain_text("Ville de Plassans")
    await pascal.looks("assistance-file")
    await row.get_by_role("link").first.click()
    await pascal.sees_title(story.subject)
    await pascal.sees(QUESTION)
    await pascal.presses("Prendre en charge")
    await pascal.sees("Vous vous occupez de cette demande.")
    await appears(pascal, "ecran.jpg")
    await pascal.fills("Votre réponse", ANSWER)
    await pascal.page.locator("input[type=file]").first.set_input_files(a_scan("notice"))
    await pascal.sees("notice.pdf")
    await pascal.looks("assistance-ticket")
    await pascal.control("Répondre").click()

    await pascal.sees("Votre réponse est envoyée.")


@pytest.mark.requirement("TK-03")
async def test_the_member_is_mailed_and_reads_the_answer(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    silvere = await arrives("silvere")
    mail = await letter(suite, ADMINISTRATOR.email, "répon", about=story.ticket)
    await silvere.opens(link_in(mail, story.ticket))

    await silvere.sees(ANSWER)
    await silvere.sees("Pascal Sauret")
    address = await appears(silvere, "notice.pdf")
    read = "path => fetch(path).then(async answer => [answer.status, (await answer.text()).slice(0, 5)])"
    assert await silvere.page.evaluate(read, address) == [200, "%PDF-"]
    await silvere.looks("assistance-reponse")


@pytest.mark.requirement("TK-04")
async def test_a_citizen_of_the_town_sees_no_ticket(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal(f"/mes-tickets/{story.ticket}", organisation="assistance"))

    assert "/connexion" in visitor.page.url
    assert story.subject not in await visitor.reads()


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
