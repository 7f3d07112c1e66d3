"""Who may send a form: our own pages, in the browser that opened them (RELIABILITY.md, B18)."""

import pytest
from doorstep.house import House

SENT_BY_US = [
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"sec-fetch-site": "same-origin", "origin": "OURS"},
    {"sec-fetch-site": "none", "origin": "OURS"},
    {"origin": "OURS"},
]
SENT_BY_OTHERS = [
    {},
    {"origin": "null"},
    {"origin": "http://evil.example"},
    {"origin": "https://OURS-HOST"},
    {"sec-fetch-site": "cross-site", "origin": "http://evil.example"},
    {"sec-fetch-site": "cross-site", "origin": "OURS"},
    {"sec-fetch-site": "same-site", "origin": "http://autre.localhost:8000"},
    {"sec-fetch-site": "same-site", "origin": "OURS"},
    {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", SENT_BY_US, ids=str)
async def test_a_form_of_our_own_page_is_taken(house: House, headers: dict[str, str]):
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    answer = await agents.post("/connexion", data={"csrf_token": token}, headers=_filled(headers, agents.host))

    assert answer.status_code == 422


@pytest.mark.parametrize("headers", SENT_BY_OTHERS, ids=str)
async def test_a_form_of_another_site_is_refused_even_with_the_token(house: House, headers: dict[str, str]):
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    answer = await agents.post("/connexion", data={"csrf_token": token}, headers=_filled(headers, agents.host))

    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in answer.text


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é"])
async def test_a_form_without_its_token_is_refused(house: House, token: str):
    agents = house.visit_agents()
    await agents.token("/connexion")

    answer = await agents.send_form("/connexion", {}, token=token)

    assert answer.status_code == 403


async def test_another_browsers_token_is_refused(house: House):
    """Signing somebody in without their knowledge needs a token of their own browser."""
    attacker, victim = house.visit_agents(), house.visit_agents()
    token = await attacker.token("/connexion")
    await victim.token("/connexion")

    answer = await victim.send_form("/connexion", {}, token=token)

    assert answer.status_code == 403


async def test_another_sessions_token_is_refused(house: House):
    town = house.town()
    one, other = house.visit_agents(house.member_of(town)), house.visit_agents(house.member_of(town))
    token = await one.token("/")

    answer = await other.send_form("/deconnexion", {}, token=token)

    assert answer.status_code == 403
    assert len(other.cookies) == 1


async def test_a_form_opened_before_signing_in_can_still_be_sent_after(house: House):
    town = house.town()
    agents = house.visit_agents()
    token = await agents.token("/connexion")
    agents.bring("parvis_agents_session", house.identity.open_session(house.member_of(town)))

    answer = await agents.send_form("/deconnexion", {}, token=token)

    assert answer.status_code == 303


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
async def test_a_body_that_a_foreign_form_could_send_needs_the_header(house: House, media_type: str):
    agents = house.visit_agents()
    token = await agents.token("/connexion")
    body = f'{{"csrf_token": "{token}"}}'
    headers = {"origin": agents.origin, "sec-fetch-site": "same-origin", "content-type": media_type}

    answer = await agents.post("/connexion", content=body, headers=headers)

    assert answer.status_code == 403


async def test_a_method_is_never_overridden(house: House):
    agents = house.visit_agents(house.member_of(house.town()))

    answer = await agents.get("/deconnexion", headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code == 405
    assert house.identity.sessions


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_change_through_the_api_needs_origin_and_token(house: House, method: str):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    ours = {"origin": citizen.origin, "sec-fetch-site": "same-origin"}

    without = await citizen.request(method, "/api/demarches/v1/echo", headers=ours)
    foreign = await citizen.request(method, "/api/demarches/v1/echo", headers={"sec-fetch-site": "cross-site"})

    assert (without.status_code, foreign.status_code) == (403, 403)
    assert without.headers["content-type"] == "application/problem+json"
    assert house.demarches.heard == []


@pytest.mark.parametrize("fields", [10_000, 2_001])
async def test_thousands_of_fields_are_refused_at_once(house: House, fields: int):
    agents = house.visit_agents()
    token = await agents.token("/connexion")

    answer = await agents.send_form("/connexion", {f"f{n}": "1" for n in range(fields)}, token=token)

    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"a=%00", b"a=%FF", b"\xff\xfe=1", b"a=%C3%28"])
async def test_what_is_not_text_is_refused(house: House, body: bytes):
    agents = house.visit_agents()
    token = await agents.token("/connexion")
    headers = {
        "origin": agents.origin,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
    }

    answer = await agents.post("/connexion", content=b"csrf_token=" + token.encode() + b"&" + body, headers=headers)

    assert answer.status_code == 400


async def test_the_home_page_of_a_visitor_sets_no_cookie(house: House):
    """A cookie comes with the first form, and no sooner."""
    visitor = house.visit(house.town())

    await visitor.get("/")

    assert len(visitor.cookies) == 0


def _filled(headers: dict[str, str], host: str) -> dict[str, str]:
    return {name: value.replace("OURS-HOST", host).replace("OURS", f"http://{host}") for name, value in headers.items()}
