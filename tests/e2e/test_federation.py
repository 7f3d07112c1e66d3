"""FranceConnect for a citizen, ProConnect for an agent: asked of a provider that runs beside a suite which its operator told of it."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.async_api import Route, expect

from contracts.demo import AGENT, CITIZEN
from kit.strict_provider import StrictProvider, strict_provider
from kit.suite import RunningSuite, running_suite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("ID-25")
IDENTITIES = "/mon-profil/identites"
CAMILLE = {
    "family_name": "ROUGON",
    "given_name": "Camille Angélique",
    "gender": "female",
    "birthdate": "1979-09-03",
    "birthplace": "13001",
    "birthcountry": "99100",
    "email": "camille@ailleurs.example",
    "acr": "eidas1",
}
ADELE = {"given_name": "Adèle", "usual_name": "Sicardot", "siret": "21300000900017", "acr": "eidas1"}
OVER_THERE = re.compile(r"/oauth2/authorize\?")
TOLD = """
[{name}]
label = "{label}"
kind = "{kind}"
issuer = "{issuer}"
client_id = "parvis"
client_secret = "secret"
scope = "openid profile email"
acr_values = "eidas1"
accepted = ["eidas1", "eidas2", "eidas3"]
strong = ["eidas2", "eidas3"]
signs_person = true
"""


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def state() -> Iterator[StrictProvider]:
    """The State's provider: who it knows, by their number over there."""
    with strict_provider() as provider:
        for sub, claims in {
            "camille": CAMILLE,
            "camille-autre-mobile": CAMILLE | {"email": "rougon@nouveau.example"},
            "son-jumeau": CAMILLE | {"given_name": "Eugène", "gender": "male"},
            "adele": ADELE,
            "adele-ailleurs": ADELE | {"siret": "21130001500247"},
        }.items():
            httpx.put(f"{provider.address}/users/{sub}", json=claims, timeout=60).raise_for_status()
        yield provider


@pytest.fixture(scope="module")
def suite(state: StrictProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSuite]:
    """One of its own: the demonstration offers no provider."""
    folder = tmp_path_factory.mktemp("federation")
    file = folder / "providers.toml"
    file.write_text(
        TOLD.format(name="franceconnect", label="FranceConnect", kind="citizen", issuer=state.address)
        + TOLD.format(name="proconnect", label="ProConnect", kind="member", issuer=state.address)
    )
    with running_suite(folder / "suite", PARVIS_FEDERATION_FILE=str(file)) as running:
        if running.state is None:
            pytest.skip("this suite was not told of the provider of this test")
        yield running


@pytest.fixture
async def camille(arrives: Arrives) -> Person:
    return await arrives("camille")


@pytest.fixture
async def adele(arrives: Arrives) -> Person:
    return await arrives("adele")


async def is_over_there(person: Person, sub: str) -> None:
    """Says who they are, on the provider's own page."""
    await expect(person.page.get_by_role("heading", name="Authorize Client")).to_be_visible()
    await person.page.get_by_placeholder("sub").fill(sub)
    await person.page.get_by_role("button", name="Authorize").click()


async def way_back(route: Route) -> str:
    """The address that the provider sends the browser to, which has not gone there yet."""
    return (await route.fetch(max_redirects=0)).headers["location"]


async def signs_out(person: Person, home: str) -> None:
    await person.opens(f"{home}/deconnexion")
    await person.presses("Me déconnecter")


async def leaves_the_console(person: Person, suite: RunningSuite) -> None:
    await person.opens(suite.console("/compte"))
    menu = person.page.get_by_role("banner")
    await menu.locator("details.menu summary").click()
    await menu.get_by_role("button", name="Me déconnecter").first.click()
    await expect(person.page).not_to_have_url(re.compile("/compte"))


async def is_nobody(person: Person, home: str) -> None:
    await person.opens(f"{home}/mon-profil")
    await person.sees_title("Me connecter")


async def test_who_has_linked_nothing_is_told_how(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/connexion"))
    await camille.sees("FranceConnect est la solution proposée par l’État")
    await camille.looks("connexion-franceconnect")

    await camille.presses("S’identifier avec FranceConnect")
    await is_over_there(camille, "camille")

    await camille.sees("Aucun compte n’est encore relié à cette identité")
    await camille.sees("puis reliez-la dans vos informations")
    await camille.looks("identite-pas-reliee")
    await is_nobody(camille, suite.portal("").rstrip("/"))


async def test_she_links_it_once_with_her_password(camille: Person, suite: RunningSuite):
    await camille.signs_in(suite.portal(""), CITIZEN)
    await camille.opens(suite.portal("/mon-profil"))
    await camille.page.get_by_role("link", name="Mes identités reliées").click()
    await camille.looks("identites")

    await camille.presses("Relier FranceConnect")
    await is_over_there(camille, "camille")

    await camille.sees("C’est relié : vous pouvez vous connecter ainsi dès la prochaine fois.")
    await camille.sees("Pas encore utilisée.")
    await camille.looks("identite-reliee")


async def test_it_opens_her_account_and_leaving_proposes_to_leave_it_too(
    camille: Person, suite: RunningSuite, state: StrictProvider
):
    await signs_out(camille, suite.portal("").rstrip("/"))
    await camille.opens(suite.portal("/mon-profil"))
    await camille.presses("S’identifier avec FranceConnect")
    await is_over_there(camille, "camille")

    # Where she was going when she was asked who she is.
    await expect(camille.page).to_have_url(re.compile(r"/mon-profil$"))
    await camille.sees("Rougon")
    await camille.looks("entree-par-franceconnect")
    await signs_out(camille, suite.portal("").rstrip("/"))
    await camille.sees_title("Vous êtes déconnecté d’ici")
    await camille.looks("sortie-de-franceconnect")
    over_there = await camille.control("Me déconnecter aussi de ce service").get_attribute("href") or ""
    assert over_there.startswith(f"{state.address}/oauth2/end_session?id_token_hint=")


async def test_another_number_over_there_is_the_same_person_and_her_twin_is_not(camille: Person, suite: RunningSuite):
    """By the pivot identity, never by the address nor by the provider's number."""
    await camille.opens(suite.portal("/connexion"))
    await camille.presses("S’identifier avec FranceConnect")
    await is_over_there(camille, "son-jumeau")
    await camille.sees("Aucun compte n’est encore relié à cette identité")

    await camille.presses("S’identifier avec FranceConnect")
    await is_over_there(camille, "camille-autre-mobile")

    await expect(camille.page).not_to_have_url(re.compile("/connexion"))
    await camille.opens(suite.portal("/mon-profil"))
    await camille.sees("Rougon")
    await camille.opens(suite.portal(IDENTITIES))
    await camille.presses("Retirer")
    await camille.presses("Retirer le lien")
    await camille.sees("Le lien est retiré. Votre mot de passe marche toujours.")
    await signs_out(camille, suite.portal("").rstrip("/"))


async def test_a_consent_that_is_refused_changes_nothing_and_says_so(camille: Person, suite: RunningSuite):
    await camille.opens(suite.portal("/connexion"))
    await camille.presses("S’identifier avec FranceConnect")
    await camille.page.get_by_role("button", name="Deny").click()

    await camille.sees("La connexion a été abandonnée. Rien n’a changé.")
    await camille.sees_title("Me connecter")
    await camille.looks("consentement-refuse")


async def test_a_state_that_is_not_this_browser_s_is_refused_in_words(camille: Person, suite: RunningSuite):
    async def mix_up(route: Route) -> None:
        back = urlsplit(await way_back(route))
        said = {name: values[0] for name, values in parse_qs(back.query).items()} | {"state": "celui-d-un-autre"}
        await route.fulfill(status=302, headers={"location": back._replace(query=urlencode(said)).geturl()})

    await camille.opens(suite.portal("/connexion"))
    await camille.presses("S’identifier avec FranceConnect")
    await camille.page.route(OVER_THERE, mix_up)
    await is_over_there(camille, "camille")

    await camille.sees("Cette connexion n’a pas pu être vérifiée. Recommencez.")
    await camille.looks("etat-melange")
    await camille.page.unroute_all()
    await is_nobody(camille, suite.portal("").rstrip("/"))


async def test_the_way_back_of_somebody_else_opens_nothing(arrives: Arrives, camille: Person, suite: RunningSuite):
    """A link with a code of one's own, sent to a victim: they would write in the sender's account."""
    kept: list[str] = []

    async def keep(route: Route) -> None:
        kept.append(await way_back(route))
        await route.fulfill(status=200, body="Gardé pour quelqu’un d’autre.", content_type="text/plain; charset=utf-8")

    await camille.opens(suite.portal("/connexion"))
    await camille.presses("S’identifier avec FranceConnect")
    await camille.page.route(OVER_THERE, keep)
    await is_over_there(camille, "camille")
    await camille.sees("Gardé pour quelqu’un d’autre.")
    victim = await arrives("victime")

    await victim.opens(kept[0])

    await victim.sees("Cette connexion n’a pas pu être vérifiée. Recommencez.")
    await is_nobody(victim, suite.portal("").rstrip("/"))


async def test_an_agent_links_proconnect_for_the_town_she_works_for(adele: Person, suite: RunningSuite):
    await adele.signs_in(suite.console(""), AGENT)
    await adele.opens(suite.console(IDENTITIES))
    await adele.presses("Relier ProConnect")
    await is_over_there(adele, "adele-ailleurs")
    await adele.sees("Votre numéro SIRET n’est pas celui de cette organisation.")
    await adele.looks("proconnect-autre-siret")

    await adele.presses("Relier ProConnect")
    await is_over_there(adele, "adele")

    await adele.sees("C’est relié")
    await adele.looks("proconnect-relie")


async def test_proconnect_opens_her_account_without_naming_the_organisation(adele: Person, suite: RunningSuite):
    await leaves_the_console(adele, suite)
    await adele.opens(suite.console("/connexion"))
    await adele.sees("ProConnect identifie les agents avec le compte de leur organisation.")
    await adele.looks("connexion-proconnect")
    await adele.presses("S’identifier avec ProConnect")
    await is_over_there(adele, "adele")

    await expect(adele.page).not_to_have_url(re.compile("/connexion"))
    await expect(adele.page.locator(".console-brand")).to_contain_text(AGENT.organisation.name)
    await adele.looks("entree-par-proconnect")


async def test_a_link_that_is_taken_away_opens_nothing(adele: Person, suite: RunningSuite):
    await adele.opens(suite.console(IDENTITIES))
    await adele.presses("Retirer")
    await adele.presses("Retirer le lien")
    await adele.sees("Le lien est retiré. Votre mot de passe marche toujours.")
    await leaves_the_console(adele, suite)

    await adele.opens(suite.console("/connexion"))
    await adele.presses("S’identifier avec ProConnect")
    await is_over_there(adele, "adele")

    await adele.sees("Aucun compte n’est encore relié à cette identité")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
