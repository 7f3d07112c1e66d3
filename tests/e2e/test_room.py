"""A room of the town: its visit chosen in a calendar, changed, and given back."""

import re
from types import SimpleNamespace

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter
from .papers import a_scan
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace()


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def begins(person: Person) -> None:
    """From the start, whatever another story began and left."""
    again = person.page.get_by_role("button", name="Recommencer depuis le début")
    if await again.count():
        await again.click()
    else:
        await person.presses("Commencer ma demande")


@pytest.mark.requirement("RV-01")
async def test_she_looks_through_the_weeks_and_reads_a_slot_before_taking_it(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/demarches/reserver-une-salle"))
    await camille.sees("premier créneau")
    await camille.looks("salle-demarche")
    await begins(camille)
    await camille.sees_title("Mon rendez-vous")
    await camille.page.get_by_role("link", name="Semaine suivante").click()
    await camille.page.wait_for_url("**/rendez-vous?*semaine=*")
    await camille.looks("salle-semaine")
    await camille.page.locator("a.slot").first.click()

    await camille.sees("Votre créneau")
    await expect(camille.page.locator("a.slot[aria-current]")).to_have_count(1)
    await camille.sees("Hôtel de ville")
    await camille.looks("salle-creneau")
    await camille.presses("Réserver ce créneau")

    await camille.sees("Ce créneau est gardé pour vous pendant 10 minutes.")


@pytest.mark.requirement("RV-01")
async def test_the_slot_is_confirmed_with_her_request(camille: Person, story: SimpleNamespace):
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.chooses("Salle de réunion")
    await camille.fills_date("Date souhaitée", 14, 7, 2027)
    await camille.fills("Nombre de personnes", "24")
    await camille.fills("Votre événement", "L’assemblée générale du club de pétanque.")
    await camille.chooses("Non", of="Servirez-vous de l’alcool ?")
    await camille.presses("Continuer vers")
    await camille.joins("Attestation d’assurance", a_scan("assurance"))
    await camille.presses("Continuer vers")
    await camille.sees_title("Le récapitulatif")
    await camille.looks("salle-recapitulatif")
    await camille.presses("Envoyer ma demande")

    await camille.sees_title("Votre demande est envoyée")
    await camille.sees("Votre rendez-vous")
    story.reference = await camille.reads_reference()
    story.dossier = camille.page.url.split("/")[-2]
    await camille.looks("salle-envoyee")


@pytest.mark.requirement("RV-04")
async def test_she_receives_it_by_mail_and_for_her_own_calendar(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await letter(suite, CITIZEN.email, "rendez-vous", about="Hôtel de ville")
    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}/rendez-vous"))
    await camille.looks("salle-rendez-vous")
    address = await camille.control("Ajouter à mon agenda").get_attribute("href")
    assert address
    kept = await camille.fetches(address)

    assert kept.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in kept.text


@pytest.mark.requirement("RV-02")
async def test_she_changes_it_and_the_old_one_stays_as_cancelled(camille: Person, story: SimpleNamespace):
    await camille.presses("Changer de rendez-vous")
    await camille.sees_title("Changer de rendez-vous")
    await camille.sees("Votre rendez-vous actuel")
    await camille.page.get_by_role("link", name="Semaine suivante").click()
    await camille.page.wait_for_url("**/rendez-vous?*semaine=*")
    await camille.page.locator("a.slot").last.click()
    await camille.looks("salle-changement")
    story.day = re.search(r"creneau=(\d{4}-\d\d-\d\d)", camille.page.url.replace("%3A", ":"))
    assert story.day
    await camille.presses("Réserver ce créneau")

    await camille.sees("Votre rendez-vous est changé. L’ancien est annulé.")
    await expect(camille.page.get_by_role("main").get_by_text("Annulé", exact=True)).to_have_count(1)
    await camille.looks("salle-change")


@pytest.mark.requirement("RV-03")
async def test_the_agents_find_her_in_their_day_and_their_week(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console("/demarches/agenda"))
    await adele.page.get_by_role("navigation", name="Agendas").get_by_role("link", name="Visite de la salle").click()
    calendar = re.search(r"agenda=([0-9a-f-]+)", adele.page.url)
    assert calendar
    await adele.opens(suite.console(f"/demarches/agenda?agenda={calendar[1]}&jour={story.day[1]}"))
    await adele.sees(story.reference)
    await adele.looks("agenda-jour")
    await adele.presses("Semaine")

    await adele.sees(story.reference)
    await adele.looks("agenda-semaine")


@pytest.mark.requirement("RV-02")
async def test_she_gives_it_back(camille: Person, adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.presses("Annuler mon rendez-vous")
    await camille.sees("le créneau proposé à quelqu’un d’autre")
    await camille.looks("salle-annulation")
    await camille.presses("Annuler mon rendez-vous")

    await camille.sees("Votre rendez-vous est annulé.")
    await expect(camille.page.get_by_role("main").get_by_text("Annulé", exact=True)).to_have_count(2)
    await camille.looks("salle-annule")
    await adele.page.reload()
    await expect(adele.page.get_by_role("main")).not_to_contain_text(story.reference)


@pytest.mark.requirement("RV-03")
async def test_the_agents_see_how_the_calendar_opens(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console("/demarches/agenda/calendars"))
    await adele.looks("agenda-agendas")
    await adele.page.get_by_role("main").get_by_role("link", name="Visite de la salle des fêtes").first.click()

    await expect(adele.page.get_by_label("Guichets")).to_have_value("Gardien")
    await adele.looks("agenda-reglages")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
