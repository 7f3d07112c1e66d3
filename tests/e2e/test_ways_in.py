"""Somebody makes a space, forgets what everybody forgets, and ends up with a key that nobody can steal."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect
from pyotp.totp import TOTP

from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

FIRST, SECOND = "Premier-2026", "Second-2026"
A_TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(email=f"lucile.{width}.{uuid4().hex[:6]}@exemple.fr")


@pytest.fixture
async def lucile(arrives: Arrives) -> Person:
    return await arrives("lucile")


async def chooses_password(person: Person, password: str, button: str) -> None:
    for field in await person.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(password)
    await person.presses(button)


async def signs_in(person: Person, suite: RunningSuite, login: str, password: str) -> None:
    await person.opens(suite.portal("/connexion"))
    await person.fills("Identifiant", login)
    await person.page.get_by_role("main").locator("input[type=password]").fill(password)
    await person.presses("Me connecter")


async def signs_out(person: Person, suite: RunningSuite) -> None:
    await person.opens(suite.portal("/deconnexion"))
    await person.presses("Me déconnecter")
    await person.sees("Vous êtes déconnecté")


@pytest.mark.requirement("ID-17")
async def test_she_makes_her_space(lucile: Person, suite: RunningSuite, story: SimpleNamespace):
    await lucile.opens(suite.portal("/espace/creation"))
    for label, value in (
        ("Prénom", "Lucile"),
        ("Nom de famille", "Maurel"),
        ("Numéro et voie", "2 rue Neuve"),
        ("Code postal", "13100"),
        ("Commune", "Plassans"),
        ("Adresse électronique", story.email),
    ):
        await lucile.fills(label, value)
    await lucile.chooses("J’accepte les conditions générales")
    await lucile.presses("Continuer vers le récapitulatif")
    await lucile.sees("Contrôle de sécurité terminé.")
    await lucile.presses("Créer mon espace")
    await lucile.opens(link_in(await letter(suite, story.email, "activ"), "/activation/"))
    story.identifier = await lucile.page.get_by_label("Votre identifiant de connexion").input_value()
    await chooses_password(lucile, FIRST, "Valider et accéder à mon espace")

    await lucile.sees("Votre espace personnel est activé")


@pytest.mark.requirement("ID-18")
async def test_she_forgets_her_identifier(lucile: Person, suite: RunningSuite, story: SimpleNamespace):
    await signs_out(lucile, suite)
    await lucile.opens(suite.portal("/connexion/oubli"))
    await lucile.looks("oubli")
    await lucile.chooses("Mon identifiant")
    await lucile.fills("Votre adresse électronique", story.email)
    await lucile.presses("Envoyer")

    await lucile.sees("Si un compte correspond")
    reminder = await letter(suite, story.email, "identifiant", within=60)
    assert story.identifier in reminder["text"]


@pytest.mark.requirement("ID-18")
async def test_she_forgets_her_password(lucile: Person, suite: RunningSuite, story: SimpleNamespace):
    await lucile.opens(suite.portal("/connexion/oubli"))
    await lucile.chooses("Mon mot de passe")
    await lucile.fills("Ou votre nom d’utilisateur", story.identifier)
    await lucile.presses("Envoyer")
    await lucile.opens(link_in(await letter(suite, story.email, "mot de passe", within=60), "/reinitialisation/"))
    await lucile.looks("nouveau-mot-de-passe")
    await chooses_password(lucile, SECOND, "Enregistrer ce mot de passe")
    await signs_in(lucile, suite, story.identifier, FIRST)
    await lucile.sees("Identifiant ou mot de passe incorrect.")
    await signs_in(lucile, suite, story.identifier, SECOND)

    await expect(lucile.page).not_to_have_url(re.compile("/connexion"))


@pytest.mark.requirement("ID-25")
async def test_she_puts_an_application_in_place(lucile: Person, suite: RunningSuite, story: SimpleNamespace):
    await lucile.opens(suite.portal("/mon-profil/validation"))
    await lucile.looks("validation")
    await lucile.presses("Mettre en place")
    await expect(lucile.page.locator("svg.qr-code")).to_be_visible()
    await lucile.looks("validation-code-qr")
    story.key = await lucile.page.get_by_role("main").locator("code.reference").inner_text()
    # A machine that stalls for a minute between reading and pressing needs the next code.
    for _ in range(3):
        await lucile.page.get_by_role("textbox", name="Code").fill(TOTP(story.key).now())
        await lucile.presses("Vérifier et mettre en place")
        await lucile.sees_title(re.compile("Vos codes de secours|Relier votre application"))
        if await lucile.page.get_by_role("heading", level=1).inner_text() == "Vos codes de secours":
            break
    await lucile.sees_title("Vos codes de secours")
    await lucile.looks("validation-codes-de-secours")
    story.spare = await lucile.page.get_by_role("main").locator("li code").all_inner_texts()

    assert len(story.spare) == 10
    await letter(suite, story.email, "moyen de connexion a été ajouté", within=60)


@pytest.mark.requirement("ID-25")
async def test_she_makes_new_recovery_codes_and_is_told_by_mail(
    lucile: Person, suite: RunningSuite, story: SimpleNamespace
):
    await lucile.opens(suite.portal("/mon-profil/validation"))
    await lucile.looks("validation-en-place")
    await lucile.presses("Faire de nouveaux codes")
    await lucile.sees("Vos nouveaux codes remplacent les anciens")
    await lucile.looks("validation-nouveaux-codes")
    former, story.spare = story.spare, await lucile.page.get_by_role("main").locator("li code").all_inner_texts()

    assert (len(story.spare), set(former) & set(story.spare)) == (10, set())

    async def is_told() -> bool:
        return any(
            "dix nouveaux codes de secours" in " ".join(mail["text"].split()) for mail in suite.mails(story.email)
        )

    await eventually(is_told, every=0.5)


@pytest.mark.requirement("ID-25")
async def test_a_recovery_code_serves_when_the_telephone_is_lost(
    lucile: Person, suite: RunningSuite, story: SimpleNamespace
):
    await signs_out(lucile, suite)
    await signs_in(lucile, suite, story.identifier, SECOND)
    await lucile.sees_title("Votre code de validation")
    await lucile.looks("second-pas")
    code = lucile.page.get_by_role("textbox", name="Code")
    await code.fill("000000x")
    await lucile.presses("Valider")
    await lucile.sees("Ce code n’est pas le bon, ou il a déjà servi.")
    await code.fill(story.spare[0])
    await lucile.presses("Valider")

    await expect(lucile.page).not_to_have_url(re.compile("/connexion"))


@pytest.mark.requirement("ID-25")
async def test_her_telephone_keeps_a_passkey(lucile: Person, suite: RunningSuite):
    await lucile.opens(suite.portal("/mon-profil/cles"))
    await lucile.looks("cles-aucune")
    await lucile.presses("Ajouter une clé d’accès")
    await lucile.looks("cle-nouvelle")
    # The eyes' own session with the browser takes the telephone away when it ends: no look until it has served.
    telephone = await lucile.context.new_cdp_session(lucile.page)
    await telephone.send("WebAuthn.enable")
    await telephone.send("WebAuthn.addVirtualAuthenticator", {"options": A_TELEPHONE})
    await lucile.fills("Nom de la clé", "Mon téléphone")
    await lucile.presses("Créer la clé sur cet appareil")
    await lucile.sees_title("Mes clés d’accès")

    await lucile.sees("La clé d’accès est ajoutée.")
    await lucile.sees("Pas encore utilisée.")


@pytest.mark.requirement("ID-25")
async def test_she_enters_with_it_and_nothing_else(lucile: Person, suite: RunningSuite):
    await signs_out(lucile, suite)
    await lucile.opens(suite.portal("/connexion"))
    await lucile.presses("Utiliser ma clé d’accès")
    await expect(lucile.page).not_to_have_url(re.compile("/connexion"))
    await lucile.opens(suite.portal("/mon-profil/cles"))

    await lucile.sees("Dernière utilisation")


@pytest.mark.requirement("ID-25")
async def test_she_gives_it_after_her_password_and_to_confirm_who_she_is(
    lucile: Person, suite: RunningSuite, story: SimpleNamespace
):
    await signs_out(lucile, suite)
    await signs_in(lucile, suite, story.identifier, SECOND)
    await lucile.sees_title("Votre code de validation")
    await lucile.presses("Utiliser ma clé d’accès")
    await expect(lucile.page).not_to_have_url(re.compile("/connexion"))
    await lucile.opens(suite.portal("/confirmation?vers=/mon-profil/cles"))
    await lucile.presses("Utiliser ma clé d’accès")

    await lucile.sees_title("Mes clés d’accès")


@pytest.mark.requirement("ID-25")
async def test_she_takes_it_away(lucile: Person, suite: RunningSuite):
    await lucile.looks("cles")
    await lucile.opens(suite.portal("/confirmation?vers=/mon-profil/cles"))
    await lucile.looks("confirmation-cle")
    await lucile.opens(suite.portal("/mon-profil/cles"))
    await lucile.presses("Renommer")
    await lucile.looks("cle-nom")
    await lucile.fills("Nom de la clé", "Ancien téléphone")
    await lucile.presses("Enregistrer")
    await lucile.sees("Ancien téléphone")
    await lucile.presses("Retirer")
    await lucile.looks("cle-retrait")
    await lucile.presses("Retirer cette clé")

    await lucile.sees("La clé d’accès est retirée.")
    await lucile.sees("Aucune clé d’accès")
    await signs_out(lucile, suite)
    await lucile.opens(suite.portal("/connexion"))
    await lucile.looks("connexion-cle")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
