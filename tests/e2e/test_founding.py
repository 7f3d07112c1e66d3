"""A commune gets its access and its portal: asked for, accepted, its administrator confirmed by the mayor, opened."""

import pytest

from contracts.demo import OPERATOR, PASSWORD, PLATFORM_OPERATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .codes import codes_on_paper, enters, posts_the_letter
from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

# One commune for each width: an organisation is founded once.
COMMUNES = {1280: ("Bonneville", "bonneville-la-neuve"), 390: ("Lourmarin", "lourmarin-la-belle")}


@pytest.fixture
def commune(width: int) -> str:
    return COMMUNES[width][0]


@pytest.fixture
def slug(width: int) -> str:
    return COMMUNES[width][1]


@pytest.fixture
def email(slug: str) -> str:
    return f"pascal.mouret@{slug}.example"


@pytest.mark.requirement("ID-01")
@pytest.mark.requirement("ID-02")
async def test_somebody_finds_the_commune_and_asks_for_its_access(
    arrives: Arrives, suite: RunningSuite, commune: str, email: str
):
    clerk = await arrives("clerk")
    await clerk.opens(suite.portal("/connexion", organisation=OPERATOR.slug))
    await clerk.page.get_by_role("link", name="Demander l’accès de mon organisation").click()
    await clerk.opens(f"/demande-acces?q={commune}")
    await clerk.looks("acces-recherche")
    await clerk.page.get_by_role("main").get_by_role("link", name=commune, exact=True).first.click()
    await clerk.looks("acces-formulaire")
    assert await clerk.page.get_by_label("Nom", exact=False).first.input_value() == f"Commune de {commune}"
    await clerk.fills("Nom de famille", "Mouret")
    await clerk.fills("Prénom", "Pascal")
    await clerk.fills("Fonction", "Secrétaire de mairie")
    await clerk.fills("Votre adresse électronique", email)
    await clerk.presses("Continuer vers le récapitulatif")
    await clerk.sees_title("Vérifiez votre demande")
    await clerk.looks("acces-recapitulatif")
    await clerk.presses("Envoyer la demande")

    await clerk.sees_title("Votre demande est envoyée")
    await clerk.looks("acces-envoyee")
    await letter(suite, email, "Votre demande d’accès est reçue")


@pytest.mark.requirement("ID-03")
async def test_the_operator_accepts_and_a_link_leaves(
    arrives: Arrives, suite: RunningSuite, commune: str, slug: str, email: str
):
    felicite = await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))
    await felicite.opens(suite.console("/identity/access-requests"))
    await felicite.looks("demandes-acces")
    await felicite.page.get_by_role("link", name=f"Commune de {commune}").click()
    await felicite.looks("demande-acces")
    await felicite.fills("Mot de son adresse", slug)
    await felicite.presses("Accepter la demande")

    await felicite.sees("a son accès")
    await letter(suite, email, "Votre compte est prêt")


@pytest.mark.requirement("ID-04")
async def test_the_first_member_activates_and_is_led_through_two_steps(
    arrives: Arrives, suite: RunningSuite, slug: str, email: str
):
    clerk = await arrives("clerk")
    await clerk.opens(link_in(await letter(suite, email, "Votre compte est prêt"), "/activation/"))
    for field in await clerk.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await clerk.presses("Valider et accéder")
    await clerk.sees_title("Vos coordonnées")
    await clerk.looks("assistant-coordonnees")
    await clerk.presses("Continuer vers vos centres")
    await clerk.chooses("Élections")
    await clerk.chooses("Je m’abonne")
    await clerk.looks("assistant-interets")
    await clerk.presses("Terminer")

    await clerk.sees("Votre compte est prêt.")


@pytest.mark.requirement("ID-08")
async def test_he_asks_to_be_administrator_and_the_operator_posts_the_letter(
    arrives: Arrives, suite: RunningSuite, commune: str, email: str
):
    clerk, felicite = await arrives("clerk"), await arrives("felicite")
    await _signs_in(clerk, suite, f"Commune de {commune}", "pascal.mouret")
    await clerk.opens(suite.console("/identity/administrator"))
    await clerk.fills("Sa qualité", "Maire")
    await clerk.fills("Ses prénom et nom", "Rose Fouque")
    await clerk.presses("Envoyer le courrier")
    await clerk.sees("Demande enregistrée")
    await clerk.looks("administrateur-demande")
    await felicite.opens(suite.console("/identity/letters"))
    await felicite.looks("courriers")

    assert await posts_the_letter(felicite, suite, commune)


@pytest.mark.requirement("ID-08")
async def test_the_mayor_enters_the_codes_without_an_account(
    arrives: Arrives, suite: RunningSuite, commune: str, slug: str
):
    mayor, felicite = await arrives("mayor"), await arrives("felicite")
    page = suite.portal("/validation-administrateur", organisation=slug)
    await mayor.opens(page)
    await mayor.looks("codes")
    await enters(mayor, page, await codes_on_paper(felicite, commune))
    await mayor.sees("Pascal Mouret")
    await mayor.looks("codes-decision")
    await mayor.presses("Je confirme cet administrateur")

    await mayor.sees_title("Administrateur confirmé")
    await mayor.looks("codes-fait")


@pytest.mark.requirement("ID-10")
@pytest.mark.requirement("ID-23")
async def test_the_portal_is_set_then_opened_to_the_public(arrives: Arrives, suite: RunningSuite, slug: str):
    clerk, felicite, visitor = await arrives("clerk"), await arrives("felicite"), await arrives("visitor")

    async def may_administer() -> bool:
        clerk.eyes.expected = 403
        await clerk.page.goto(suite.console("/identity/members"))
        return "Ajouter" in await clerk.reads()

    await eventually(may_administer, every=0.5)
    await clerk.looks("membres-premier")
    await clerk.page.get_by_role("link", name="Mouret Pascal").click()
    row = clerk.page.get_by_role("row", name="Régler le guichet")
    await row.get_by_role("button", name="Attribuer").click()
    await clerk.opens(suite.console("/identity/rights"))
    await clerk.looks("qui-peut-quoi")
    await felicite.opens(suite.console("/identity/organisations"))
    await felicite.page.get_by_role("row", name=slug).get_by_role("button", name="Activer le guichet").click()

    async def is_open() -> bool:
        visitor.eyes.expected = 404
        response = await visitor.page.goto(suite.portal(organisation=slug))
        return response is not None and response.status == 200

    await eventually(is_open, every=0.5)
    await visitor.looks("guichet-neuf")


async def _signs_in(person: Person, suite: RunningSuite, organisation: str, identifier: str) -> None:
    await person.opens(f"{suite.console('').rstrip('/')}/connexion")
    await person.fills("Votre organisation", organisation)
    await person.fills("Identifiant", identifier)
    await person.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    await person.presses("Me connecter")
    await person.sees("Bonjour")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
