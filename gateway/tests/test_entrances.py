"""Two entrances that never lead to each other's rooms, and the consoles behind the internal one."""

from urllib.parse import unquote

import pytest
from doorstep.house import House
from doorstep.identity import PASSWORD

from gateway.internal.consoles import above


@pytest.mark.requirement("GW-05")
@pytest.mark.parametrize(
    "path", ["/demarches/", "/demarches/page", "/console/page", "/demarches/console/page", "/compte"]
)
async def test_no_console_is_reachable_from_the_public_entrance(house: House, path: str):
    town = house.town()
    member = house.visit(town, house.member_of(town, "demarches.dossiers.read"))

    answer = await member.get(path)

    assert answer.status_code == 404 or "Toutes les démarches" in answer.text
    assert not any(heard["path"].startswith("/console") for heard in house.demarches.heard)


@pytest.mark.requirement("GW-05")
async def test_the_agents_host_is_unknown_at_the_public_entrance(house: House):
    answer = await house.visit({"slug": "agents"}).get("/")

    assert answer.status_code == 421


@pytest.mark.requirement("GW-05")
@pytest.mark.parametrize(
    "path", ["/api/demarches/v1/echo", "/api/openapi.json", "/mon-espace", "/rgpd", "/inscription"]
)
async def test_no_public_page_is_reachable_from_the_internal_entrance(house: House, path: str):
    agents = house.visit_agents(house.member_of(house.town()))

    answer = await agents.get(path)

    assert answer.status_code == 404


@pytest.mark.requirement("GW-05")
async def test_a_guichets_host_is_unknown_at_the_internal_entrance(house: House):
    town = house.town()

    answer = await house.visit(town, at=house.internal).get("/")

    assert answer.status_code == 421


async def test_a_console_is_shown_to_the_member_with_their_token_and_name(house: House):
    town = house.town(name="Ville de Plassans")
    agents = house.visit_agents(house.member_of(town, "demarches.dossiers.read"))

    told = (await agents.get("/demarches/echo?tri=-age")).json()

    assert (told["path"], told["query"]) == ("/console/echo", "tri=-age")
    assert unquote(told["headers"]["x-parvis-person"]) == "Camille Rougon"
    assert unquote(told["headers"]["x-parvis-organisation"]) == "Ville de Plassans"
    assert told["headers"]["authorization"].startswith("Bearer ey")


async def test_a_name_is_never_taken_from_the_browser(house: House):
    agents = house.visit_agents(house.member_of(house.town()))

    told = (await agents.get("/demarches/echo", headers={"X-Parvis-Person": "Le Maire"})).json()

    assert unquote(told["headers"]["x-parvis-person"]) == "Camille Rougon"


async def test_a_console_asks_visitors_to_sign_in_and_brings_them_back(house: House):
    answer = await house.visit_agents().get("/demarches/page?x=1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?vers=/demarches/page%3Fx%3D1"


async def test_what_an_agent_typed_waits_in_the_page_that_asks_to_sign_in(house: House):
    typed = {"_csrf": "the service's", "postal_code": "13100", "body": "Bonjour,\n« il manque » un plan <signé>."}

    page = await house.visit_agents().send_form("/demarches/dossiers/1/messages?n=2", typed, token="old")

    assert page.status_code == 401
    assert "Rien de ce que vous avez saisi n’est perdu" in page.text
    assert 'action="/demarches/dossiers/1/messages?n=2"' in page.text
    assert 'name="_csrf" value="the service&#39;s"' in page.text
    assert "il manque » un plan &lt;signé&gt;." in page.text
    assert house.demarches.heard == []


@pytest.mark.parametrize("typed", [{}, {"password": "secret", "name": "Adèle"}, {"reset-code": "123456"}])
async def test_secrets_and_mere_buttons_are_not_kept_in_a_page(house: House, typed: dict[str, str]):
    page = await house.visit_agents().send_form("/identity/members", typed)

    assert page.status_code == 303
    assert page.headers["location"].startswith("/connexion")


async def test_what_another_site_sends_is_not_kept_in_a_page(house: House):
    headers = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}

    page = await house.visit_agents().send_form("/demarches/dossiers/1/messages", {"body": "x"}, headers=headers)

    assert page.status_code == 403
    assert 'name="body"' not in page.text


async def test_a_console_is_closed_to_citizens(house: House):
    town = house.town()
    agents = house.visit_agents(house.citizen_of(town))

    answer = await agents.get("/demarches/page")

    assert answer.status_code == 403
    assert house.demarches.heard == []


async def test_a_citizen_cannot_sign_in_at_the_internal_entrance(house: House):
    town = house.town()
    house.citizen_of(town)
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    fields = {"organisation": town["slug"], "identifier": "camille.rougon", "password": PASSWORD}
    answer = await agents.send_form("/connexion", fields, token=token)

    assert answer.status_code == 403
    assert "réservé aux agents" in answer.text
    assert not agents.holds("session")
    assert not any(str(actor.tenant) == town["id"] for actor in house.identity.sessions.values())


async def test_an_agent_signs_in_by_the_name_of_the_organisation_and_arrives_where_they_wanted(house: House):
    town = house.town(name="Mairie de La Fare")
    house.member_of(town)
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    fields = {"organisation": " mairie de la fare ", "identifier": "adele.sicardot", "password": PASSWORD}
    answer = await agents.send_form("/connexion?vers=/demarches/page", fields, token=token)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/demarches/page"


async def test_who_names_no_organisation_is_not_told_of_any(house: House):
    town = house.town(name="Mairie de La Fare")
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    fields = {"organisation": " ", "identifier": "adele.sicardot", "password": PASSWORD}
    answer = await agents.send_form("/connexion", fields, token=token)

    assert answer.status_code == 422
    assert f"({town['slug']})" not in answer.text
    assert "Précisez laquelle" not in answer.text


async def test_a_wrong_password_shows_the_form_again_without_it(house: House):
    town = house.town(name="Mairie de La Fare")
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    fields = {"organisation": "Mairie de La Fare", "identifier": "adele.sicardot", "password": "faux-mot"}
    answer = await agents.send_form("/connexion", fields, token=token)

    assert answer.status_code == 422
    assert "Identifiant ou mot de passe incorrect" in answer.text
    assert 'value="adele.sicardot"' in answer.text
    assert "faux-mot" not in answer.text
    assert town["slug"]


async def test_what_a_console_says_after_an_act_is_shown_once(house: House):
    agents = house.visit_agents(house.member_of(house.town()))

    await agents.get("/demarches/done")
    first, second = await agents.get("/demarches/page"), await agents.get("/demarches/page")

    assert "C%27est%20fait" in first.text
    assert second.text == "rien"


async def test_a_console_whose_service_is_down_leaves_the_others_open(house: House):
    agents = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))
    house.demarches.is_down = True

    down, other = await agents.get("/demarches/page"), await agents.get("/ticketing/page")

    assert (down.status_code, other.status_code) == (503, 200)


async def test_the_navigation_holds_what_one_may_open_and_nothing_else(house: House):
    agents = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))

    page = await agents.get("/")

    assert 'href="/demarches/"' in page.text
    assert 'href="/identity/organisations"' not in page.text
    assert "Boîte aux lettres" not in page.text


async def test_operators_see_the_health_of_every_service(house: House):
    agents = house.visit_agents(house.member_of(house.town(), "platform.operations.read"))

    page = await agents.get("/")

    assert all(name in page.text for name in house.urls)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_consoles_form_must_come_from_a_console(house: House, method: str):
    agents = house.visit_agents(house.member_of(house.town()))

    foreign = await agents.request(method, "/demarches/echo", headers={"origin": "http://evil.example"})
    ours = await agents.request(method, "/demarches/echo", headers={"origin": agents.origin})

    assert (foreign.status_code, ours.status_code) == (403, 200)


async def test_a_refusal_made_for_programs_becomes_a_page(house: House):
    agents = house.visit_agents(house.member_of(house.town()))
    house.demarches.refusal = (404, {"type": "/problems/not-found", "title": "Ce dossier n’existe pas.", "status": 404})

    page = await agents.get("/demarches/echo")
    program = await agents.get("/demarches/echo", headers={"accept": "application/json"})

    assert page.status_code == 404
    assert "Ce dossier n’existe pas." in page.text
    assert program.headers["content-type"] == "application/problem+json"


async def test_a_console_that_wants_the_password_again_gets_its_page(house: House):
    agents = house.visit_agents(house.member_of(house.town()))
    house.demarches.refusal = (403, {"type": "/problems/step-up-needed", "title": "Confirmez.", "status": 403})

    page = await agents.get("/demarches/echo")

    assert page.headers["location"] == "/confirmation?vers=/demarches/echo"


@pytest.mark.requirement("GW-03")
async def test_an_address_that_forms_send_to_leads_to_the_page_above_it(house: House):
    """What the language switch, or a reload, asks for where a form came back with its faults."""
    visit = house.visit_agents(house.member_of(house.town()))
    html = {"accept": "text/html"}

    answer = await visit.get("/demarches/page/sent?x=1", headers=html)

    assert (answer.status_code, answer.headers["location"]) == (303, "/demarches/page")
    assert (above("/demarches/bulk"), above("/demarches/dossiers/7/messages")) == (
        "/demarches/",
        "/demarches/dossiers/7",
    )
