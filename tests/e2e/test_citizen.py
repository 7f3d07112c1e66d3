"""A person new to the town opens a space and makes two requests; the town answers."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

PASSWORD = "Tilleul-de-Plassans-7"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    """What one step leaves to the next. Another address each time: one serves once."""
    return SimpleNamespace(email=f"rosalie.{width}.{uuid4().hex[:6]}@exemple.fr", family_name="Vimeux")


@pytest.fixture
async def rosalie(arrives: Arrives) -> Person:
    return await arrives("rosalie")


@pytest.mark.requirement("ID-14")
async def test_she_asks_for_a_personal_space(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    await rosalie.opens(suite.portal())
    await rosalie.page.get_by_role("banner").get_by_role("link", name="Je crée mon espace").click()
    await rosalie.sees("Cette démarche prend 3 minutes")
    await rosalie.chooses("Madame")
    await rosalie.fills("Prénom", "Rosalie")
    await rosalie.fills("Nom de famille", story.family_name)
    await rosalie.fills("Numéro et voie", "7 rue de la Banne")
    await rosalie.fills("Code postal", "13100")
    await rosalie.fills("Commune", "Plassans")
    await rosalie.fills("Adresse électronique", story.email)
    await rosalie.fills("Téléphone mobile", "06 39 98 12 34")
    await rosalie.chooses("J’accepte les conditions générales")
    await rosalie.looks("creation-espace")
    await rosalie.presses("Continuer vers le récapitulatif")

    await rosalie.sees_title("Vérifiez vos informations")
    await rosalie.sees("7 rue de la Banne")


@pytest.mark.requirement("ID-15")
async def test_the_check_against_robots_asks_nothing_of_her(rosalie: Person, story: SimpleNamespace):
    await rosalie.sees("Contrôle de sécurité terminé.")
    await rosalie.looks("creation-recapitulatif")
    await rosalie.presses("Créer mon espace")

    await rosalie.sees("En attente d’activation")
    await rosalie.sees(story.email)
    await rosalie.looks("creation-demandee")


@pytest.mark.requirement("ID-17")
async def test_the_link_that_came_by_mail_opens_her_space(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    mail = await letter(suite, story.email, "activ")
    assert "Ville de Plassans" in mail["text"]
    await rosalie.opens(link_in(mail, "/activation/"))
    await rosalie.looks("activation")
    story.identifier = await rosalie.page.get_by_label("Votre identifiant de connexion").input_value()
    assert re.fullmatch(r"rosalie[.-]vimeux.*", story.identifier)
    for field in await rosalie.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await rosalie.presses("Valider et accéder à mon espace")

    await rosalie.sees("Votre espace personnel est activé")
    await rosalie.looks("tableau-de-bord-vide")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert eyes.faults == []
