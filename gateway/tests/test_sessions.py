"""Who is at the browser: cookies, exchange, revocation, and what happens while identity is down."""

import asyncio
import base64
import re
from uuid import UUID, uuid4

import msgspec
import nats
import pytest
from doorstep.house import House
from doorstep.identity import PASSWORD

from chassis.actor import Actor
from contracts.events import Envelope
from contracts.identity import PermissionRevoked, SessionRevoked
from gateway import sessions
from kit.eventually import eventually
from kit.service import problem

# So that only an event can have ended what the gateway knows.
AN_HOUR = 3600.0


async def test_a_person_speaks_to_services_with_an_access_token(house: House):
    town = house.town()
    citizen = house.citizen_of(town)

    told = (await house.visit(town, citizen).get("/api/demarches/v1/echo")).json()

    assert claims(told)["sub"] == str(citizen.subject)
    assert claims(told)["aud"] == "demarches"
    assert claims(told)["iss"] == "identity"


async def test_no_token_ever_reaches_the_browser(house: House):
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))

    pages = [await browser.get(path) for path in ("/", "/mentions-legales", "/nulle-part", "/api/docs")]

    assert not any("eyJ" in page.text + str(page.headers) for page in pages)


async def test_a_visitor_who_only_reads_has_no_id_of_their_own(house: House):
    told = (await house.visit(house.town()).get("/api/demarches/v1/echo")).json()

    assert claims(told)["kind"] == "visitor"
    assert claims(told)["iss"] == "gateway"
    assert claims(told)["sub"] == str(UUID(int=0))


@pytest.mark.parametrize(
    "cookie", ["", "x", "a" * 5_000, "../../etc/passwd", "é" * 40, "0" * 32 + ".short", "%00" * 20, "a" * 40 + "; x=1"]
)
async def test_a_cookie_that_opens_nothing_is_nobody(house: House, cookie: str):
    town = house.town()
    browser = house.visit(town)
    headers = {"cookie": f"parvis_guichet_session={cookie}".encode()}

    answer = await browser.get("/api/demarches/v1/echo", headers=headers)

    assert answer.status_code == 401
    assert house.demarches.heard == []


async def test_two_session_cookies_are_nobody(house: House):
    town = house.town()
    secret = house.identity.open_session(house.citizen_of(town))
    cookie = f"parvis_guichet_session={secret}; parvis_guichet_session={secret}"

    answer = await house.visit(town).get("/api/demarches/v1/echo", headers={"cookie": cookie})

    assert answer.status_code == 401


async def test_a_session_of_one_organisation_is_nothing_at_another(house: House):
    home, other = house.town(), house.town()
    secret = house.identity.open_session(house.citizen_of(home))
    browser = house.visit(other)
    browser.bring("parvis_guichet_session", secret)

    answer = await browser.get("/api/demarches/v1/echo")

    assert answer.status_code == 401


async def test_a_dead_session_is_forgotten_by_the_browser(house: House):
    town = house.town()
    browser = house.visit(town)
    browser.bring("parvis_guichet_session", "0" * 32 + "." + "a" * 44)

    page = await browser.get("/")

    assert page.status_code == 200
    assert "parvis_guichet_session=;" in page.headers["set-cookie"]


@pytest.mark.requirement("DM-08")
async def test_what_was_typed_outlives_the_session(house: House):
    """The form comes too late, after a save in the background that came too late as well: the page gives it all back."""
    town = house.town()
    citizen = house.citizen_of(town)
    browser = house.visit(town, citizen)
    step = f"/demandes/{uuid4()}/etapes/wishes"
    token = await browser.token("/mon-profil/mot-de-passe")
    witness = house.visit(town)
    witness.bring("parvis_guichet_session", browser.cookies["parvis_guichet_session"])
    house.identity.sessions.clear()
    await tell(house, SessionRevoked(session_id=citizen.session, account_id=citizen.subject), citizen)
    _ = await eventually(lambda: refused(witness))

    await browser.send_form(f"{step}/brouillon", {"wish": "un b"}, token=token)
    late = await browser.send_form(step, {"wish": "un bac « bleu » <b>", "days": ["mon", "tue"]}, token=token)

    assert late.status_code == 401
    assert "Rien de ce que vous avez saisi n’est perdu." in late.text
    assert f'action="{step}"' in late.text
    assert 'name="wish" value="un bac « bleu » &lt;b&gt;"' in late.text
    assert [f'name="days" value="{day}"' in late.text for day in ("mon", "tue", "wed")] == [True, True, False]
    assert late.text.count('name="csrf_token"') >= 1
    assert token not in late.text


@pytest.mark.requirement("DM-08")
async def test_what_was_typed_outlives_a_cookie_that_has_gone(house: House):
    """A browser that was closed, or told to forget: the page still holds a token, and nothing to prove it with."""
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))
    step = f"/demandes/{uuid4()}/etapes/wishes"
    token = await browser.token("/mon-profil/mot-de-passe")
    browser.cookies.clear()

    beside = await browser.send_form(f"{step}/brouillon", {"wish": "un b"}, token=token)
    late = await browser.send_form(step, {"wish": "un bac"}, token=token)
    elsewhere = await browser.send_form(step, {"wish": "x"}, token=token, headers={"sec-fetch-site": "cross-site"})

    assert (beside.status_code, late.status_code) == (401, 401)
    assert "Me connecter dans un nouvel onglet" in late.text
    assert 'name="wish" value="un bac"' in late.text
    assert token not in late.text
    assert elsewhere.status_code == 403
    assert 'name="wish"' not in elsewhere.text


@pytest.mark.requirement("DM-08")
async def test_whoever_goes_on_too_early_is_given_the_page_again(house: House):
    """« Je suis connecté », pressed before one is: the service knows of no such draft of theirs."""
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))
    step = f"/demandes/{uuid4()}/etapes/wishes"
    token = await browser.token("/mon-profil/mot-de-passe")
    browser.cookies.clear()
    late = await browser.send_form(step, {"wish": "un bac"}, token=token)
    given = re.search(r'name="csrf_token" value="([^"]+)"', late.text)
    assert given is not None

    again = await browser.send_form(step, {"wish": "un bac", "_reprise": "1"}, token=given[1])

    assert again.status_code == 401
    assert 'name="wish" value="un bac"' in again.text
    assert again.text.count('name="_reprise"') == 1


@pytest.mark.requirement("DM-08")
async def test_what_was_typed_outlives_a_session_begun_anew_beside_it(house: House):
    town = house.town()
    citizen = house.citizen_of(town)
    before, after = house.visit(town, citizen), house.visit(town, house.citizen_of(town))
    token = await before.token("/mon-profil/mot-de-passe")

    late = await after.send_form(f"/demandes/{uuid4()}/etapes/wishes", {"wish": "un bac"}, token=token)

    assert late.status_code == 401
    assert "Vous vous êtes reconnecté depuis que cette page est ouverte." in late.text
    assert 'name="wish" value="un bac"' in late.text


async def test_a_session_is_exchanged_once_for_all_the_requests_of_a_page(house: House):
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))

    await asyncio.gather(*(browser.get("/api/demarches/v1/echo") for _ in range(10)))

    assert house.identity.asked.count("exchange") == 1


async def test_a_revoked_session_is_refused_at_once(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sessions, "FRESH", AN_HOUR)
    town = house.town()
    citizen = house.citizen_of(town)
    browser = house.visit(town, citizen)
    assert (await browser.get("/api/demarches/v1/echo")).status_code == 200
    house.identity.sessions.clear()

    await tell(house, SessionRevoked(session_id=citizen.session, account_id=citizen.subject), citizen)

    answer = await eventually(lambda: refused(browser))
    assert problem(answer)["title"]


async def test_a_withdrawn_permission_is_gone_at_once(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sessions, "FRESH", AN_HOUR)
    town = house.town()
    member = house.member_of(town, "demarches.dossiers.read")
    browser = house.visit(town, member)
    assert claims((await browser.get("/api/demarches/v1/echo")).json())["permissions"] == ["demarches.dossiers.read"]
    for secret, actor in house.identity.sessions.items():
        if actor is member:
            house.identity.sessions[secret] = house.member_of(town)

    event = PermissionRevoked(account_id=member.subject, permission="demarches.dossiers.read")
    await tell(house, event, member)

    async def without() -> bool:
        return "permissions" not in claims((await browser.get("/api/demarches/v1/echo")).json())

    await eventually(without)


async def test_without_the_bus_a_revocation_is_known_within_five_seconds(house: House):
    assert sessions.FRESH < 5
    town = house.town()
    async with house.entrance() as address:
        browser = house.visit(town, house.citizen_of(town), at=address)
        assert (await browser.get("/api/demarches/v1/echo")).status_code == 200
        house.identity.sessions.clear()

        await eventually(lambda: refused(browser))


async def test_who_was_known_goes_on_while_identity_is_down(house: House):
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))
    await browser.get("/api/demarches/v1/echo")
    house.identity.is_down = True
    await asyncio.sleep(4.1)

    answer = await browser.get("/api/demarches/v1/echo")

    assert answer.status_code == 200


async def test_who_is_not_known_is_told_to_come_back_rather_than_taken_for_a_visitor(house: House):
    town = house.town()
    await house.visit(town).get("/")
    browser = house.visit(town, house.citizen_of(town))
    house.identity.is_down = True

    answer, page = await browser.get("/api/demarches/v1/echo"), await browser.get("/")

    assert (answer.status_code, page.status_code) == (503, 200)
    assert house.demarches.heard == []
    assert "set-cookie" not in page.headers


async def test_signing_in_gives_a_new_session_and_ends_the_one_before(house: House):
    town = house.town()
    before = house.member_of(town)
    agents = house.visit_agents(before)
    old = agents.cookies["parvis_agents_session"]
    token = await agents.token("/")

    await agents.send_form("/deconnexion", {}, token=token)
    answer = await sign_in(agents, town)

    assert answer.status_code == 303
    assert agents.cookies["parvis_agents_session"] != old
    assert old not in house.identity.sessions


async def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(house: House):
    agents = house.visit_agents(house.member_of(house.town()))
    secret = agents.cookies["parvis_agents_session"]
    token = await agents.token("/")

    answer = await agents.send_form("/deconnexion", {}, token=token)

    assert answer.headers["clear-site-data"] == '"cache"'
    assert secret not in house.identity.sessions
    assert not agents.holds("session")
    agents.bring("parvis_agents_session", secret)
    assert (await agents.get("/")).status_code == 303


async def test_cookies_are_for_the_browser_alone(house: House):
    town = house.town()
    house.member_of(town)
    agents = house.visit_agents()

    answer = await sign_in(agents, town)

    session = next(line for line in answer.headers.get_list("set-cookie") if "_session=" in line)
    assert "HttpOnly" in session
    assert "SameSite=Strict" in session
    assert "Path=/" in session
    assert "Domain" not in session


async def test_over_https_cookies_are_bound_to_their_host(house: House):
    town = house.town()
    async with house.entrance(public_url="https://{organisation}.localhost") as address:
        browser = house.visit(town, at=address)
        answer = await browser.get("/langue/en")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-parvis_guichet_langue=en;")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")


async def sign_in(agents, town):
    token = await agents.token("/connexion")
    fields = {"organisation": town["slug"], "identifier": "adele.sicardot", "password": PASSWORD}
    return await agents.send_form("/connexion", fields, token=token)


async def refused(browser):
    answer = await browser.get("/api/demarches/v1/echo")
    return answer if answer.status_code == 401 else None


async def tell(house: House, event: SessionRevoked | PermissionRevoked, about: Actor) -> None:
    """What identity's relay would publish."""
    envelope = Envelope(
        id=uuid4(),
        source="identity",
        type=event.type,
        subject=event.aggregate_id,
        time="2026-03-27T12:00:00Z",
        tenant=about.tenant,
        sequence=1,
        actor="test",
        data=msgspec.Raw(msgspec.json.encode(event)),
    )
    password = house.servers.keyring.passwords("bus")["identity"]
    speaker = await nats.connect(house.servers.nats.address, user="identity", password=password)
    await speaker.publish(event.type, msgspec.json.encode(envelope))
    await speaker.drain()


def claims(told: dict) -> dict:
    body = told["headers"]["authorization"].split(".")[1]
    return msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
