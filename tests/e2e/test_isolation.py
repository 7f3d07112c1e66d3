"""Two towns on one platform: neither learns anything of the other, not even that something exists."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import CITIZEN, NEIGHBOUR, NEIGHBOUR_AGENT, PLASSANS
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_photo
from .people import Person

# What only Plassans says, and what only its neighbour says (demarches.demo.tulettes).
OURS, THEIRS = ("Ville de Plassans", "Inscription scolaire"), "Acte de naissance des registres des Tulettes"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(canary=f"CANARI-{uuid4().hex[:10]}")


@pytest.fixture
async def jeanne(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("jeanne", account=NEIGHBOUR, at=suite.portal("", organisation="tulettes"))


@pytest.fixture
async def marc(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("marc", account=NEIGHBOUR_AGENT, at=suite.console(""))


async def test_somebody_of_plassans_reports_a_problem(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    camille = await arrives("camille", account=CITIZEN, at=suite.portal(""))
    await camille.opens(suite.portal("/demarches/signaler-un-probleme"))
    await camille.presses("Commencer ma demande")
    await camille.chooses("Éclairage public en panne")
    await camille.fills("Où exactement ?", "Cours Sauvaire")
    await camille.fills("Décrivez le problème", story.canary)
    await camille.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.joins("Photo du problème", a_photo(story.canary))
    await camille.presses("Continuer vers")
    await camille.sees(story.canary)
    await camille.presses("Envoyer ma demande")
    await camille.sees_title("Votre demande est envoyée")
    story.dossier = camille.page.url.split("/")[-2]
    story.reference = await camille.reads_reference()
    await camille.opens(f"/mes-demandes/{story.dossier}/pieces")
    link = camille.page.get_by_role("main").get_by_role("link", name=re.compile(f"{story.canary}|Photo du problème"))
    story.file = await link.first.get_attribute("href")


@pytest.mark.requirement("ID-11")
async def test_each_portal_says_its_own_town_only(jeanne: Person, suite: RunningSuite):
    for path in ("/", "/demarches", "/recherche?q=inscription", "/mon-tableau-de-bord", "/mes-demandes", "/mes-pieces"):
        await jeanne.opens(suite.portal(path, organisation="tulettes"))
        said = await jeanne.page.content()
        assert not [words for words in OURS if words in said], path
    await jeanne.opens(suite.portal("/demarches", organisation="tulettes"))
    await jeanne.sees(THEIRS)
    await jeanne.looks("tulettes-catalogue")
    await jeanne.opens(suite.portal("/demarches"))
    assert THEIRS not in await jeanne.page.content()


@pytest.mark.requirement("ID-11")
async def test_a_session_of_one_town_opens_nothing_in_the_other(jeanne: Person, suite: RunningSuite):
    await jeanne.opens(suite.portal("/"))

    await expect(jeanne.page.get_by_role("banner")).to_contain_text("Me connecter")
    await jeanne.opens(suite.portal("/mon-tableau-de-bord"))
    assert "/connexion" in jeanne.page.url


@pytest.mark.requirement("DV-02")
async def test_what_belongs_to_plassans_does_not_exist_for_its_neighbour_s_citizen(
    jeanne: Person, suite: RunningSuite, story: SimpleNamespace
):
    for path in (
        f"/mes-demandes/{story.dossier}",
        f"/mes-demandes/{story.dossier}/pieces",
        f"/demandes/{story.dossier}/accuse.pdf",
        story.file,
        f"/api/demarches/v1/dossiers/{story.dossier}",
        f"/api/demarches/v1/dossiers/{story.dossier}/receipt.pdf",
    ):
        await jeanne.opens(suite.portal(path, organisation="tulettes"), expecting=404)
        said = await jeanne.page.content()
        assert story.canary not in said
        assert story.reference not in said


@pytest.mark.requirement("DM-16")
async def test_what_belongs_to_plassans_does_not_exist_for_its_neighbour_s_agent(
    marc: Person, suite: RunningSuite, story: SimpleNamespace
):
    await marc.opens(suite.console("/demarches/?vue=all"))
    assert story.reference not in await marc.page.content()
    await marc.looks("tulettes-file")
    file = story.file.rsplit("/", 1)[-1]
    for path in (f"/demarches/dossiers/{story.dossier}", f"/demarches/dossiers/{story.dossier}/pieces/{file}"):
        await marc.opens(suite.console(path), expecting=404)
        assert story.canary not in await marc.page.content()
    # He administers his own town, and sees its members alone.
    await marc.opens(suite.console("/identity/members"))
    assert PLASSANS.name not in await marc.page.content()
    for path in ("/identity/organisations", "/ticketing/", "/notifier/"):
        await marc.opens(suite.console(path), expecting=403)
        assert PLASSANS.name not in await marc.page.content()


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
