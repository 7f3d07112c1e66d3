"""A slow line and an impatient hand: each button that sends is pressed twice, and what is sent is sent once; then paper."""

from types import SimpleNamespace
from uuid import uuid4

import pypdfium2
import pytest
from playwright.async_api import Request, expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_photo
from .people import Person

# A telephone behind a hill: two bars of 3G.
SLOWLY = {"offline": False, "latency": 300, "downloadThroughput": 60_000, "uploadThroughput": 40_000}


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(words=f"Merci de votre réponse {width} {uuid4().hex[:6]}", sent=[], slowed=[])


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace) -> Person:
    return await on_a_slow_line(await arrives("camille", account=CITIZEN, at=suite.portal("")), story)


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace) -> Person:
    return await on_a_slow_line(await arrives("adele", account=AGENT, at=suite.console("")), story)


async def on_a_slow_line(person: Person, story: SimpleNamespace) -> Person:
    """`story.sent` tells the forms that leave."""

    def note(request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            story.sent.append(request.url)

    if person.page not in story.slowed:
        session = await person.context.new_cdp_session(person.page)
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", SLOWLY)
        person.page.on("request", note)
        story.slowed.append(person.page)
    return person


async def presses_twice(person: Person, name: str) -> None:
    await person.control(name).dblclick(no_wait_after=True)


@pytest.mark.requirement("DM-08")
async def test_a_step_pressed_twice_goes_on_by_one(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/demarches/acte-de-mariage"))
    begin = camille.control("Recommencer depuis le début").or_(camille.control("Commencer ma demande"))
    await begin.first.click()
    await camille.sees_title("Mes informations")
    story.step = camille.page.url
    story.sent.clear()
    await presses_twice(camille, "Continuer vers")

    await camille.sees_title("Ma demande")
    assert len(story.sent) == 1


@pytest.mark.requirement("DV-04")
async def test_a_photo_comes_slowly_and_is_kept_once(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    name = f"Photo lente {uuid4().hex[:6]}"
    await camille.opens(suite.portal("/mes-pieces/nouvelle"))
    await camille.page.locator("input[type=file]").first.set_input_files(a_photo("lente"))
    await camille.page.get_by_label("Type de pièce").select_option("identity_card")
    await camille.fills("Nom de la pièce", name)
    story.sent.clear()
    await presses_twice(camille, "Ranger cette pièce")

    await camille.sees("Votre pièce est rangée")
    await expect(camille.page.get_by_role("link", name=name, exact=True)).to_have_count(1)
    assert len(story.sent) == 1


@pytest.mark.requirement("DM-14")
async def test_a_message_pressed_twice_is_written_once(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/mes-demandes"))
    link = camille.page.get_by_role("main").get_by_role("link", name="Signaler un problème dans la rue").first
    story.dossier = await link.get_attribute("href")
    await camille.opens(f"{story.dossier}/echanges")
    await camille.page.get_by_role("main").locator("textarea").first.fill(story.words)
    await presses_twice(camille, "Envoyer")

    await expect(camille.page.get_by_text(story.words)).to_have_count(1)
    await camille.opens(f"{story.dossier}/echanges")
    await expect(camille.page.get_by_text(story.words)).to_have_count(1)


@pytest.mark.requirement("DM-16")
async def test_an_agent_who_presses_twice_writes_once(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    words = f"Nous passons demain {uuid4().hex[:6]}"
    await adele.opens(suite.console(f"/demarches/dossiers/{story.dossier.rsplit('/', 1)[1]}"))
    await adele.fills("Message au demandeur", words)
    await presses_twice(adele, "Envoyer le message")

    await expect(adele.page.get_by_role("main").get_by_text(words)).to_have_count(1)
    await adele.page.reload()
    await expect(adele.page.get_by_role("main").get_by_text(words)).to_have_count(1)


@pytest.mark.requirement("GW-03")
async def test_paper_has_what_was_written_and_no_buttons(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(story.dossier)
    dossier = words_of(await camille.page.pdf(format="A4"))
    await camille.opens(story.step)
    step = words_of(await camille.page.pdf(format="A4"))
    receipt = words_of((await camille.fetches(f"/demandes/{story.dossier.rsplit('/', 1)[1]}/accuse.pdf")).content)

    assert "Prochaine étape" in dossier
    assert "Voir et imprimer la demande" not in dossier
    assert "Mes informations" in step
    assert "Continuer vers" not in step
    assert "Imprimer cette étape" not in step
    assert "Accusé de réception" in receipt


@pytest.mark.requirement("GW-03")
async def test_after_signing_out_the_back_button_shows_nothing_of_hers(arrives: Arrives, suite: RunningSuite):
    """At a browser of its own: other stories go on with the session that is kept."""
    camille = await arrives("partante")
    await camille.signs_in(suite.portal(""), CITIZEN)
    await camille.opens(suite.portal("/mes-demandes"))
    await camille.page.locator(".site-account summary").first.click()
    await camille.page.locator(".site-account").get_by_role("button", name="Me déconnecter").first.click()
    await camille.sees("Vous êtes déconnecté.")
    await camille.page.go_back()

    await camille.sees_title("Me connecter")
    assert CITIZEN.family_name not in await camille.reads()


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(sheet.get_textpage().get_text_bounded() for sheet in document).replace("\r\n", " ")
