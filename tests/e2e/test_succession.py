"""The administrator changes: a hand-over, a request begun again before it is confirmed, a resignation; and a member who
is put out comes back."""

import re

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT_AT_CCAS, CCAS, CCAS_AGENT, PASSWORD, PLATFORM_OPERATOR, DemoAccount
from kit.eventually import eventually
from kit.suite import RunningSuite

from .codes import enters, posts_the_letter
from .conftest import Arrives
from .eyes import Eyes
from .people import Person

PRESIDENT = "Eugène Granoux"


@pytest.fixture
async def marthe(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("marthe", account=CCAS_AGENT, at=suite.console(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    """By a session of her own: it will end on the way."""
    known = await arrives("adele")
    if known.page.url == "about:blank":
        await known.signs_in(suite.console(""), AGENT_AT_CCAS)
    return known


@pytest.fixture
async def felicite(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))


@pytest.fixture
async def president(arrives: Arrives) -> Person:
    return await arrives("president")


async def asks(person: Person, suite: RunningSuite) -> None:
    await person.opens(suite.console("/identity/administrator"))
    await person.fills("Sa qualité", "Président")
    await person.fills("Ses prénom et nom", PRESIDENT)
    await person.presses("Envoyer le courrier")
    await person.sees("Demande enregistrée")


async def confirms(president: Person, suite: RunningSuite, codes: tuple[str, str], account: DemoAccount) -> None:
    await enters(president, suite.portal("/validation-administrateur", organisation=CCAS.slug), codes)
    await president.sees(f"{account.given_name} {account.family_name}")
    await president.presses("Je confirme cet administrateur")
    await president.sees_title("Administrateur confirmé")


async def is_in_office(person: Person, suite: RunningSuite, account: DemoAccount | None) -> None:
    await person.opens(suite.console("/identity/administrator"))
    said = (
        f"{account.given_name} {account.family_name}, confirmé par" if account else "Aucun administrateur en fonction"
    )
    await person.sees(said)


async def may_manage(person: Person, suite: RunningSuite, *, may: bool) -> None:
    async def so() -> bool:
        # Who may not manage them does not see them.
        person.eyes.expected = 403
        await person.page.goto(suite.console("/identity/members"))
        return ("Ajouter" in await person.page.get_by_role("main").inner_text()) is may

    await eventually(so, every=0.5)


@pytest.mark.requirement("ID-09")
async def test_a_member_asks_and_the_codes_hand_the_role_over(
    adele: Person, marthe: Person, felicite: Person, president: Person, suite: RunningSuite
):
    await is_in_office(marthe, suite, CCAS_AGENT)
    await asks(adele, suite)
    await adele.looks("succession-demande")
    codes = await posts_the_letter(felicite, suite, CCAS.name)
    await is_in_office(marthe, suite, CCAS_AGENT)
    await confirms(president, suite, codes, AGENT_AT_CCAS)

    await is_in_office(marthe, suite, AGENT_AT_CCAS)
    await marthe.looks("succession-faite")
    await may_manage(adele, suite, may=True)
    await may_manage(marthe, suite, may=False)


@pytest.mark.requirement("ID-09")
async def test_a_request_begun_again_before_it_is_confirmed_kills_the_older_codes(
    marthe: Person, felicite: Person, president: Person, suite: RunningSuite
):
    await asks(marthe, suite)
    first = await posts_the_letter(felicite, suite, CCAS.name)
    await marthe.opens(suite.console("/identity/administrator"))
    await marthe.sees("Les codes déjà envoyés ne vaudront plus rien.")
    await marthe.looks("succession-recommencer")
    await asks(marthe, suite)
    second = await posts_the_letter(felicite, suite, CCAS.name)
    assert second != first
    page = suite.portal("/validation-administrateur", organisation=CCAS.slug)
    await enters(president, page, first, expecting=410)
    await president.sees_title("Ces codes ne sont plus valables")
    await president.looks("succession-codes-morts")
    await confirms(president, suite, second, CCAS_AGENT)

    await is_in_office(marthe, suite, CCAS_AGENT)
    await may_manage(marthe, suite, may=True)


@pytest.mark.requirement("ID-19")
async def test_an_invalidated_member_is_out_at_once_and_told_whom_to_ask(
    marthe: Person, adele: Person, suite: RunningSuite
):
    await marthe.opens(suite.console("/identity/members"))
    await marthe.page.get_by_role("link", name="Sicardot Adèle").click()
    await marthe.presses("Invalider le compte")
    await marthe.sees("Ce compte est désactivé")
    await marthe.looks("membre-invalide")

    async def is_out() -> bool:
        await adele.opens(suite.console("/identity/members"))
        return "/connexion" in adele.page.url

    await eventually(is_out, every=0.5)
    await _tries(adele, suite)
    await adele.sees("administrateur")
    await adele.looks("membre-invalide-connexion")
    assert "/connexion" in adele.page.url


@pytest.mark.requirement("ID-19")
async def test_restored_by_the_administrator_she_signs_in(marthe: Person, adele: Person, suite: RunningSuite):
    await marthe.presses("Rétablir le compte")
    await expect(marthe.page.get_by_role("main").get_by_role("button", name="Invalider le compte")).to_be_visible()
    await _tries(adele, suite)

    await expect(adele.page).not_to_have_url(re.compile("/connexion"))
    await adele.sees("Bonjour")


@pytest.mark.requirement("ID-10")
async def test_without_an_administrator_rights_sleep_until_the_next_is_confirmed(
    marthe: Person, felicite: Person, president: Person, suite: RunningSuite
):
    await marthe.opens(suite.console("/identity/administrator"))
    await marthe.presses("Renoncer à ce rôle")
    await marthe.looks("succession-renoncer")
    await marthe.presses("Renoncer")
    await is_in_office(marthe, suite, None)
    await marthe.looks("succession-personne")
    await may_manage(marthe, suite, may=False)
    await asks(marthe, suite)
    await confirms(president, suite, await posts_the_letter(felicite, suite, CCAS.name), CCAS_AGENT)

    await is_in_office(marthe, suite, CCAS_AGENT)
    await may_manage(marthe, suite, may=True)


async def _tries(person: Person, suite: RunningSuite) -> None:
    await person.opens(suite.console("/connexion"))
    await person.fills("Votre organisation", CCAS.name)
    await person.fills("Identifiant", AGENT_AT_CCAS.identifier)
    await person.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    # Refused or not, the page that comes is this person's business.
    person.eyes.expected = 403
    await person.presses("Me connecter")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
