"""A space that nobody opens: two warnings, the end, and the way back; and a link that nobody followed (ID-19)."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import PASSWORD
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .passing_time import leave_alone
from .people import Person

pytestmark = pytest.mark.requirement("ID-19")


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    mark = f"{width}.{uuid4().hex[:6]}"
    return SimpleNamespace(email=f"irene.{mark}@exemple.fr", other=f"paul.{mark}@exemple.fr")


@pytest.fixture
async def irene(arrives: Arrives) -> Person:
    return await arrives("irene")


async def registers(person: Person, suite: RunningSuite, given_name: str, email: str) -> None:
    await person.opens(suite.portal("/espace/creation"))
    for label, value in (
        ("Prénom", given_name),
        ("Nom de famille", "Absent"),
        ("Numéro et voie", "2 rue Neuve"),
        ("Code postal", "13100"),
        ("Commune", "Plassans"),
        ("Adresse électronique", email),
    ):
        await person.fills(label, value)
    await person.chooses("J’accepte les conditions générales")
    await person.presses("Continuer vers le récapitulatif")
    await person.sees("Contrôle de sécurité terminé.")
    await person.presses("Créer mon espace")
    await person.sees("Ouvrez votre boîte aux lettres électronique")


async def comes_in(person: Person, link: str) -> str:
    """By the link of a mail, choosing a password: the identifier."""
    await person.opens(link)
    identifier = await person.page.get_by_label("Votre identifiant de connexion").input_value()
    for field in await person.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await person.presses("Valider et accéder à mon espace")
    await person.sees("Votre espace personnel est activé")
    return identifier


async def goes(person: Person, suite: RunningSuite) -> None:
    await person.opens(suite.portal("/deconnexion"))
    await person.presses("Me déconnecter")
    await person.sees("Vous êtes déconnecté")


async def tries(person: Person, identifier: str) -> None:
    """On the sign-in page."""
    await person.fills("Identifiant", identifier)
    await person.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    await person.presses("Me connecter")


async def test_she_is_warned_thirty_days_before_the_end(irene: Person, suite: RunningSuite, story: SimpleNamespace):
    await registers(irene, suite, "Irène", story.email)
    activation = await letter(suite, story.email, "activez", within=60)
    story.identifier = await comes_in(irene, link_in(activation, "/activation/"))
    await goes(irene, suite)

    await leave_alone(suite, story.email, months=16, but=29)

    warning = await letter(suite, story.email, "bientôt désactivé", within=60)
    assert "Sinon, rien n’est effacé" in warning["text"]


async def test_a_visit_from_the_mail_is_enough(irene: Person, suite: RunningSuite, story: SimpleNamespace):
    await irene.opens(link_in(await letter(suite, story.email, "bientôt désactivé"), "/connexion"))
    await tries(irene, story.identifier)
    await expect(irene.page).not_to_have_url(re.compile("/connexion"))
    await goes(irene, suite)
    # As long again, and a day less than the first time: were that visit not counted, she would be out.
    await leave_alone(suite, story.email, months=16, but=28)

    async def twice() -> bool:
        warnings = [mail for mail in suite.mails(story.email) if "bientôt désactivé" in mail["subject"]]
        return len(warnings) == 2

    await eventually(twice, within=60, every=0.5)


async def test_she_is_warned_again_seven_days_before(suite: RunningSuite, story: SimpleNamespace):
    await leave_alone(suite, story.email, months=16, but=6)

    async def three() -> bool:
        warnings = [mail for mail in suite.mails(story.email) if "bientôt désactivé" in mail["subject"]]
        return len(warnings) == 3

    await eventually(three, within=60, every=0.5)


async def test_after_sixteen_months_the_door_is_closed_and_says_how_to_come_back(
    irene: Person, suite: RunningSuite, story: SimpleNamespace
):
    await leave_alone(suite, story.email, months=16, days=1)
    told = await letter(suite, story.email, "votre compte est désactivé", within=60)
    await irene.opens(suite.portal("/connexion"))
    irene.eyes.expected = 403
    await tries(irene, story.identifier)

    await irene.sees("plus de 16 mois sans connexion")
    await irene.looks("compte-desactive")
    assert "Rien n’est effacé" in told["text"]


async def test_a_link_opens_her_space_again_with_everything_in_it(
    irene: Person, suite: RunningSuite, story: SimpleNamespace
):
    await irene.presses("Recevoir un lien de réactivation")
    await irene.fills("Adresse électronique", story.email)
    await irene.looks("compte-reactivation")
    await irene.presses("Envoyer")
    await irene.sees("Si un compte correspond")

    async def another() -> str | None:
        links = [
            link_in(mail, "/activation/") for mail in suite.mails(story.email) if "activez" in mail["subject"].lower()
        ]
        return links[0] if len(links) == 2 else None

    back = await eventually(another, within=60, every=0.5)
    assert await comes_in(irene, back) == story.identifier
    await irene.opens(suite.portal("/mon-profil"))
    await irene.sees("2 rue Neuve")
    await irene.looks("compte-revenu")
    await goes(irene, suite)


async def test_a_link_that_nobody_followed_is_asked_for_anew(
    irene: Person, suite: RunningSuite, story: SimpleNamespace
):
    await registers(irene, suite, "Paul", story.other)
    first = link_in(await letter(suite, story.other, "activez", within=60), "/activation/")
    await leave_alone(suite, story.other, days=31)
    await irene.opens(suite.portal("/activation"))
    await irene.fills("Adresse électronique", story.other)
    await irene.presses("Envoyer")
    await irene.sees("Si un compte correspond")

    async def another() -> str | None:
        links = [
            link_in(mail, "/activation/") for mail in suite.mails(story.other) if "activez" in mail["subject"].lower()
        ]
        return next((link for link in links if link != first), None)

    second = await eventually(another, within=60, every=0.5)
    await irene.opens(first, expecting=410)
    await irene.sees("Ce lien n’est plus valable")
    await irene.looks("lien-remplace")
    await comes_in(irene, second)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
