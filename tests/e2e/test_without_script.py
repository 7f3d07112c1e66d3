"""The essential path where script does not run: an old phone, a strict browser, a broken download."""

from types import SimpleNamespace

import pytest

from contracts.demo import CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter
from .papers import text_of_pdf
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace()


@pytest.fixture
async def camille(arrives: Arrives) -> Person:
    return await arrives("camille", script=False)


@pytest.mark.requirement("GW-03")
async def test_he_finds_the_demarche_and_signs_in(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal())
    await camille.page.get_by_role("main").locator("input[name=q]").fill("extrait de naissance")
    await camille.page.get_by_role("main").locator("input[name=q]").press("Enter")
    await camille.presses("Demande d’acte de naissance")
    await camille.sees_title("Demande d’acte de naissance")
    await camille.signs_in(suite.portal(""), CITIZEN)


@pytest.mark.requirement("GW-03")
async def test_he_answers_step_by_step(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/demarches/acte-de-naissance"))
    await camille.presses("Commencer ma demande")
    await camille.sees_title("Mes informations")
    await camille.looks("sans-script-mes-informations")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    await camille.chooses("Extrait sans filiation")
    await camille.chooses("Vous-même")
    holder = camille.page.get_by_role("group", name="La personne née à Plassans")
    await camille.fills("Nom de naissance", "Rougon", inside=holder)
    await camille.fills("Prénoms", "Camille", inside=holder)
    await camille.fills_date("Date de naissance", 3, 9, 1979)
    await camille.fills("Nombre d’exemplaires", "1")
    await camille.looks("sans-script-ma-demande")
    await camille.presses("Continuer vers")
    await camille.sees_title("Le récapitulatif")
    await camille.looks("sans-script-recapitulatif")


@pytest.mark.requirement("DM-09")
async def test_three_clicks_send_it_once_without_script_too(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.control("Envoyer ma demande").click(click_count=3, no_wait_after=True)
    await camille.sees_title("Votre demande est envoyée")
    story.reference = await camille.reads_reference()
    story.dossier = camille.page.url.split("/")[-2]
    await camille.looks("sans-script-envoyee")

    await letter(suite, CITIZEN.email, story.reference)
    assert len([mail for mail in suite.mails(CITIZEN.email) if story.reference in mail["subject"]]) == 1
    file = await camille.fetches(f"/demandes/{story.dossier}/accuse.pdf")
    assert story.reference in text_of_pdf(file.content)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
