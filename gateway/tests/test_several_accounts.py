"""Several accounts of one person at one browser, in front of the real identity (ID-11)."""

import re

import pytest
from doorstep.browser import Browser
from doorstep.street import Street

from contracts.demo import AGENT, AGENT_AT_CCAS, CITIZEN, PASSWORD, DemoAccount
from kit.eventually import eventually

SESSION, OTHERS = "parvis_guichet_session", "parvis_guichet_comptes"
pytestmark = pytest.mark.requirement("ID-11")


async def add(browser: Browser, account: DemoAccount) -> None:
    page = "/connexion?ajout=oui"
    assert (await browser.get("/comptes/ajout")).headers["location"] == page
    token = await browser.token(page)
    fields = {"organisation": account.organisation.name, "identifier": account.identifier, "password": PASSWORD}
    answer = await browser.send_form("/connexion", fields, token=token)
    assert answer.status_code == 303, answer.text


async def page_of_a_console(agents: Browser) -> str:
    """Empty while identity is too slow for the gateway, on a machine that stalls."""
    answer = await agents.get("/identity/administrator")
    return answer.text if answer.status_code == 200 else ""


async def session_to(browser: Browser, name: str) -> str:
    """What the button of the menu that leads to this person sends."""
    page = (await browser.get("/comptes")).text
    found = re.search(rf'name="session" value="([^"]+)"><button[^>]*>(?:(?!</form>).)*{name}', page, re.DOTALL)
    assert found, page
    return found[1]


async def switch(browser: Browser, name: str) -> None:
    token = await browser.token("/comptes")
    answer = await browser.send_form("/comptes/bascule", {"session": await session_to(browser, name)}, token=token)
    assert answer.status_code == 303, answer.text


async def who(browser: Browser) -> str:
    page = (await browser.get("/comptes")).text
    found = re.search(r"<h2>([^<]+)</h2>", page)
    return found[1] if found else ""


@pytest.fixture
async def two(street: Street) -> Browser:
    """Camille's space and Adèle's account, at the town's portal; the second is in use."""
    browser = await street.signed_in(CITIZEN)
    await add(browser, AGENT)
    return browser


async def test_the_account_in_use_stays_beside_the_one_that_is_added(two: Browser):
    page = (await two.get("/mentions-legales")).text

    assert await who(two) == "Adèle Sicardot"
    assert "Passer au compte de Camille Rougon (Espace personnel)" in page


async def test_one_press_changes_account_and_nothing_else_follows(two: Browser):
    before = two.cookies[SESSION]
    two.bring("parvis_guichet_visiteur", "kept-by-the-other")

    token = await two.token("/comptes")
    fields = {"session": await session_to(two, "Camille")}
    answer = await two.send_form("/comptes/bascule", fields, token=token)

    assert answer.headers["clear-site-data"] == '"cache"'
    assert await who(two) == "Camille Rougon"
    assert two.cookies[SESSION] != before
    assert before not in two.cookies[SESSION]
    assert "parvis_guichet_visiteur=;" in answer.headers["set-cookie"]
    told = (await two.get("/api/identity/v1/profile")).json()
    assert told["identity"]["given_name"] == "Camille"
    assert (await two.get("/api/identity/v1/members")).status_code == 403


async def test_a_page_of_the_other_account_changes_nothing(two: Browser):
    token = await two.token("/comptes")
    await switch(two, "Camille")

    answer = await two.send_form("/deconnexion", {}, token=token)

    assert answer.status_code == 409
    assert "Cette page a été ouverte avec un autre de vos comptes." in answer.text
    assert await who(two) == "Camille Rougon"


async def test_signing_out_of_one_leaves_the_other(two: Browser, street: Street):
    left = two.cookies[SESSION]

    answer = await two.send_form("/deconnexion", {}, token=await two.token("/comptes"))

    assert answer.status_code == 303
    assert await who(two) == "Camille Rougon"
    assert not two.holds("comptes")
    assert (await street.seen(left)) == [None]


async def test_signing_out_of_all_leaves_nobody(two: Browser, street: Street):
    secrets = [two.cookies[SESSION]]
    await switch(two, "Camille")
    secrets.append(two.cookies[SESSION])

    await two.send_form("/deconnexion", {"tous": "oui"}, token=await two.token("/comptes"))

    assert not two.holds("session")
    assert not two.holds("comptes")
    assert await street.seen(*secrets) == [None, None]


async def test_who_signs_in_afterwards_finds_nothing_of_them(two: Browser, street: Street):
    """The session in use is over, the other still waits: whoever comes next is somebody else."""
    waiting = two.cookies[OTHERS]
    await street.end(two.cookies[SESSION])
    two.cookies.delete(SESSION)

    fields = {"identifier": AGENT.identifier, "password": PASSWORD}
    await two.send_form("/connexion", fields, token=await two.token("/connexion"))

    assert await who(two) == "Adèle Sicardot"
    assert "Camille" not in (await two.get("/comptes")).text
    two.bring(OTHERS, waiting)
    assert "Camille" not in (await two.get("/comptes")).text


async def test_an_account_added_twice_is_there_once(two: Browser):
    await add(two, CITIZEN)

    page = (await two.get("/comptes")).text

    assert await who(two) == "Camille Rougon"
    assert page.count('action="/comptes/bascule"') == 2  # the menu's and the page's, for Adèle alone
    assert "compte de Camille" not in page


async def test_an_account_that_ended_meanwhile_is_not_offered(two: Browser, street: Street):
    session, token = await session_to(two, "Camille"), await two.token("/comptes")
    await switch(two, "Camille")
    camille = two.cookies[SESSION]
    await switch(two, "Adèle")
    token = await two.token("/comptes")
    await street.end(camille)

    answer = await two.send_form("/comptes/bascule", {"session": session}, token=token)

    assert answer.headers["location"] == "/comptes"
    page = (await two.get("/comptes")).text
    assert "Ce compte n’est plus connecté sur cet appareil." in page
    assert "Camille" not in page


async def test_a_stranger_s_session_is_not_taken_up(two: Browser, street: Street):
    """The id of a session is no secret: it opens nothing where its secret is not kept."""
    elsewhere = await street.signed_in(CITIZEN)
    await add(elsewhere, AGENT)
    foreign = await session_to(elsewhere, "Camille")

    await two.send_form("/comptes/bascule", {"session": foreign}, token=await two.token("/comptes"))

    assert await who(two) == "Adèle Sicardot"


async def test_what_another_town_s_portal_keeps_is_nobody_here(two: Browser, street: Street):
    elsewhere = street.visit("tulettes")
    elsewhere.bring(SESSION, two.cookies[SESSION])
    elsewhere.bring(OTHERS, two.cookies[OTHERS])

    assert (await elsewhere.get("/comptes")).headers["location"].startswith("/connexion")


@pytest.mark.parametrize("forged", ["x", "a.b", "W1tdXQ", "e30." * 40])
async def test_a_list_that_we_did_not_seal_is_empty(street: Street, forged: str):
    browser = await street.signed_in(CITIZEN)
    browser.bring(OTHERS, forged)

    page = await browser.get("/comptes")

    assert page.status_code == 200
    assert "Aucun autre de vos comptes" in page.text


async def test_an_agent_of_two_organisations_changes_consoles_from_any_page_of_theirs(street: Street):
    agents = street.visit_agents()
    fields = {"organisation": AGENT.organisation.name, "identifier": AGENT.identifier, "password": PASSWORD}
    await agents.send_form("/connexion", fields, token=await agents.token("/connexion"))
    await add(agents, AGENT_AT_CCAS)

    console = await eventually(lambda: page_of_a_console(agents))
    found = re.search(
        r'action="/comptes/bascule"><input type="hidden" name="csrf_token" value="([^"]+)">'
        r'<input type="hidden" name="session" value="([^"]+)">',
        console,
    )
    assert found, console
    answer = await agents.send_form("/comptes/bascule", {"session": found[2]}, token=found[1])

    assert answer.status_code == 303
    assert "Ville de Plassans" in (await agents.get("/")).text


async def test_one_signs_out_from_a_console_s_page(street: Street):
    agents = street.visit_agents()
    fields = {"organisation": AGENT.organisation.name, "identifier": AGENT.identifier, "password": PASSWORD}
    await agents.send_form("/connexion", fields, token=await agents.token("/connexion"))
    console = await eventually(lambda: page_of_a_console(agents))
    found = re.search(r'action="/deconnexion"><input type="hidden" name="csrf_token" value="([^"]+)">', console)
    assert found, console

    answer = await agents.send_form("/deconnexion", {}, token=found[1])

    assert answer.status_code == 303
    assert not agents.holds("session")
