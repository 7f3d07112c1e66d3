"""What the town tells: news for those who have a space, their badge, and how each wants to be told."""

import json
import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR, CITIZEN
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(title=f"Les clés des jardins partagés ({width}, {uuid4().hex[:6]})")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def silvere(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))


@pytest.mark.requirement("NT-03")
async def test_the_town_writes_news_for_those_who_have_a_space(
    silvere: Person, suite: RunningSuite, story: SimpleNamespace
):
    await silvere.opens(suite.console("/notifier/publications"))
    await silvere.presses("Écrire une actualité")
    await silvere.fills("Titre", story.title)
    await silvere.fills("Rubrique", "Environnement")
    await silvere.fills("Résumé", "Elles se retirent en mairie dès lundi.")
    await silvere.page.get_by_role("textbox", name="Texte").fill(
        "## Où ?\n\nÀ l’accueil, avec une **pièce d’identité**."
    )
    await silvere.chooses("Les personnes qui ont un espace personnel")
    await silvere.presses("Enregistrer et voir l’aperçu")
    await silvere.sees_title("Aperçu")
    await silvere.looks("publication-apercu")
    await silvere.presses("Publier")
    await silvere.sees("En ligne")
    await silvere.looks("publication-en-ligne")


@pytest.mark.requirement("NT-03")
async def test_a_visitor_does_not_see_it_and_a_citizen_has_a_badge(
    arrives: Arrives, camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    visitor = await arrives("visitor")
    await camille.opens(suite.portal("/actualites"))
    await eventually(lambda: camille.reloads_until(story.title), every=0.5)
    # A page goes without its counts when those who count are slow.
    await eventually(lambda: camille.reloads_until("que vous n’avez pas lue"), every=0.5)
    card = camille.page.get_by_role("article").filter(has_text=story.title)
    await expect(card).to_contain_text("Nouveau")
    await expect(card).to_contain_text("Pour les espaces personnels")
    await expect(camille.page.get_by_role("complementary")).to_contain_text(re.compile(r"\d+ actualités? que vous"))
    await camille.looks("actualites-non-lues")

    await visitor.opens(suite.portal("/actualites"))
    assert story.title not in await visitor.reads()


@pytest.mark.requirement("NT-03")
async def test_once_read_it_is_no_longer_new(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.page.get_by_role("link", name=story.title).first.click()
    await camille.sees_title(story.title)
    await camille.sees("Pour les espaces personnels")
    await camille.looks("actualite-privee")

    await camille.opens(suite.portal("/actualites"))
    card = camille.page.get_by_role("article").filter(has_text=story.title)
    await expect(card).not_to_contain_text("Nouveau")


@pytest.mark.requirement("NT-05")
async def test_a_citizen_says_how_to_be_told_and_it_is_kept(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/mes-notifications"))
    await camille.looks("notifications")
    await camille.page.get_by_role("link", name="Mes préférences").click()
    await camille.page.get_by_label("De", exact=True).select_option("22")
    await camille.page.get_by_label("À", exact=True).select_option("22")
    await camille.presses("Enregistrer mes préférences")
    await camille.sees("Les heures calmes se terminent à une autre heure.")
    await camille.page.get_by_label("À", exact=True).select_option("7")
    await camille.chooses("Dans un récapitulatif par jour", of="Un agent vous écrit")
    await camille.presses("Enregistrer mes préférences")
    await camille.sees("Vos préférences sont enregistrées.")

    await camille.page.get_by_role("link", name="Mes préférences").click()
    asked = camille.page.get_by_role("group", name="Un agent vous écrit")
    await expect(asked.get_by_label("Dans un récapitulatif par jour")).to_be_checked()
    await expect(camille.page.get_by_label("À", exact=True)).to_have_value("7")


@pytest.mark.requirement("NT-05")
async def test_and_may_change_it_back(camille: Person):
    await camille.chooses("Par courriel, tout de suite", of="Un agent vous écrit")
    for hour in ("De", "À"):
        await camille.page.get_by_label(hour, exact=True).select_option("")
    await camille.presses("Enregistrer mes préférences")
    await camille.sees("Vos préférences sont enregistrées.")


KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
# No push service is near: the browser's subscription is made up, everything else is what runs for people.
SUBSCRIBES = f"""
PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({{
  endpoint: "https://push.example/" + crypto.randomUUID(),
  keys: {{ p256dh: "{KEY}", auth: "BTBZMqHH6r4Tts7J_aSIgg" }},
}}) }});
"""


@pytest.mark.requirement("NT-05")
async def test_a_device_is_added_by_a_button_and_nothing_asks_before(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.context.add_init_script(SUBSCRIBES)
    await camille.context.grant_permissions(["notifications"], origin=suite.portal("").rstrip("/"))
    await camille.opens(suite.portal("/mes-notifications/preferences"))
    assert await camille.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    devices = camille.page.get_by_role("article")
    story.before = await devices.count()
    await camille.presses("Me prévenir sur cet appareil")

    await camille.sees("C’est noté : cet appareil vous préviendra.")
    await expect(devices).to_have_count(story.before + 1)
    await expect(devices.last).to_contain_text("Chrome sur Linux")
    await expect(camille.page.get_by_role("group", name="Sur vos appareils")).to_be_visible()
    await camille.looks("preferences-un-appareil")


@pytest.mark.requirement("NT-05")
async def test_what_is_pushed_is_shown_and_leads_into_the_portal(camille: Person, suite: RunningSuite):
    told = {
        "title": "Ville de Plassans",
        "body": "Votre demande est décidée",
        "link": "https://ailleurs.example/",
        "tag": "1",
    }

    shown = await pushed(camille, told, suite.portal(""))

    centre = suite.portal("/mes-notifications")
    assert shown == [{"title": told["title"], "body": told["body"], "tag": "1", "link": centre}]


@pytest.mark.requirement("NT-05")
async def test_a_device_may_be_silenced_and_removed(camille: Person, story: SimpleNamespace):
    told = camille.page.get_by_role("group", name="Sur vos appareils")
    await told.get_by_label("Un rendez-vous approche").uncheck()
    await camille.presses("Enregistrer mes préférences")
    await camille.page.get_by_role("link", name="Mes préférences").click()
    await expect(told.get_by_label("Un rendez-vous approche")).not_to_be_checked()
    await expect(told.get_by_label("Un rendez-vous est pris")).to_be_checked()
    await told.get_by_label("Un rendez-vous approche").check()
    await camille.presses("Enregistrer mes préférences")
    await camille.page.get_by_role("link", name="Mes préférences").click()
    await camille.presses("Retirer")
    await camille.sees("Cet appareil ne vous préviendra plus.")
    await expect(camille.page.get_by_role("article")).to_have_count(story.before)


async def pushed(person: Person, told: dict[str, str], origin: str) -> list[dict[str, str]]:
    """Gives the message to the worker as the browser would, and reads what it has the browser show."""
    [worker] = await eventually(lambda: person.context.service_workers)
    await worker.evaluate("""() => {
        self.shown = [];
        ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, data }) =>
            self.shown.push({ title, body, tag, link: data.link });
    }""")
    session = await person.context.new_cdp_session(person.page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    await session.send("ServiceWorker.enable")
    await eventually(lambda: registrations)
    message = {"origin": origin.rstrip("/"), "registrationId": registrations[-1], "data": json.dumps(told)}
    await session.send("ServiceWorker.deliverPushMessage", message)
    shown = await eventually(lambda: worker.evaluate("() => self.shown"))
    await session.detach()
    return shown


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
