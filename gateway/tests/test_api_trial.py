"""Trying what writes, from the page that describes the API, before the real ticketing service."""

import html
import re
from base64 import urlsafe_b64decode
from uuid import uuid4

import httpx
import msgspec
import pytest
from doorstep.browser import Browser
from doorstep.house import House
from support_house import OPEN, Portal, a_ticket

from gateway.api_examples import example_of

PAGE = "/api/docs/appel"
MESSAGES = {"methode": "POST", "adresse": "/api/ticketing/v1/tickets/{ticket_id}/messages"}
NOTES = {"methode": "POST", "adresse": "/api/ticketing/v1/desk/tickets/{ticket_id}/notes"}
WEIGHT = {"methode": "POST", "adresse": "/api/ticketing/v1/desk/tickets/{ticket_id}/weight"}
HOSTILE = "</textarea><script>alert(1)</script>"
ANSWERED = '{"body": "Le bouton est revenu."}'


@pytest.fixture
def portal(support: Portal) -> Portal:
    return support


async def sends(browser: Browser, operation: dict[str, str], ticket: str = "", **typed: str) -> httpx.Response:
    """The form of that operation as its page gives it, with what is typed; every call is confirmed unless said."""
    page = await browser.get(PAGE, params=operation)
    assert page.status_code == 200, page.text[:2000]
    given = {html.unescape(n): html.unescape(v) for n, v in _fields(page) if n != "certain"}
    fields = {**given, "trou-ticket_id": ticket, "corps": ANSWERED, "certain": "true", **typed}
    return await browser.send_form(str(page.url.raw_path, "ascii"), fields, token=given["csrf_token"])


def _fields(page: httpx.Response) -> list[tuple[str, str]]:
    inputs = re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page.text.partition('class="form"')[2])
    return [*inputs, ("csrf_token", re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[-1])]


def said(page: httpx.Response) -> str:
    return html.unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")


def status(page: httpx.Response) -> int:
    found = re.search(r"Réponse : (\d+)", said(page))
    assert found, said(page).partition('id="contenu"')[2][:4000]
    return int(found[1])


@pytest.mark.requirement("GW-01")
async def test_a_call_that_writes_is_made_with_the_rights_of_whoever_typed_it(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    page = await sends(member, MESSAGES, ticket)

    kept = await member.get(f"/api/ticketing/v1/tickets/{ticket}")
    assert (page.status_code, status(page)) == (200, 201)
    assert "Le bouton est revenu." in kept.text


async def test_the_page_starts_from_an_example_and_a_key_and_says_that_it_acts(portal: Portal):
    page = await portal.a_member(OPEN).get(PAGE, params=MESSAGES)

    assert '"body": ""' in said(page)
    assert re.search(r'name="entete-Idempotency-Key"[^>]* value="[0-9a-f-]{36}"', page.text)
    assert "Cet appel agit pour de vrai" in said(page)


async def test_no_link_fills_in_what_is_sent(portal: Portal):
    planted = {**MESSAGES, "corps": "planted", "trou-ticket_id": "planted", "certain": "true"}

    page = await portal.a_member(OPEN).get(PAGE, params=planted)

    form = page.text.partition("<textarea")[2]
    assert 'value="planted"' not in page.text
    assert "planted" not in form.partition("</textarea>")[0]
    assert "checked" not in form


async def test_the_same_form_sent_twice_has_one_effect(portal: Portal):
    member = portal.a_member(OPEN)
    ticket, key = await a_ticket(member), {"entete-Idempotency-Key": str(uuid4())}

    pages = [await sends(member, MESSAGES, ticket, **key) for _ in range(2)]

    kept = await member.get(f"/api/ticketing/v1/tickets/{ticket}")
    assert [status(page) for page in pages] == [201, 201]
    assert kept.text.count("Le bouton est revenu.") == 1


async def test_a_call_that_is_not_confirmed_does_not_leave(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    page = await sends(member, MESSAGES, ticket, certain="")

    kept = await member.get(f"/api/ticketing/v1/tickets/{ticket}")
    assert page.status_code == 422
    assert "Cochez la case" in said(page)
    assert "Le bouton est revenu." not in kept.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"corps": '{"body": \n oups}'}, "Ligne 2, signe 2 : ce n’est pas du JSON."),
        ({"corps": ""}, "Indiquez cette valeur"),
        ({"corps": "[" * 100_000}, "trop profond"),
        ({"trou-ticket_id": ""}, "Indiquez cette valeur"),
        ({"trou-ticket_id": "../../internal/secret"}, "Cette valeur ne convient pas ici"),
        ({"trou-ticket_id": ".."}, "Cette valeur ne convient pas ici"),
        ({"entete-Idempotency-Key": "une\tclé"}, "Cette valeur ne convient pas ici"),
        ({"entete-Idempotency-Key": "x\r\nx-parvis-key: y"}, "Cette valeur ne convient pas ici"),
    ],
)
async def test_what_makes_no_call_is_said_beside_its_field(portal: Portal, typed: dict[str, str], told: str):
    page = await sends(portal.a_member(OPEN), MESSAGES, str(uuid4()), **typed)

    assert page.status_code == 422
    assert told in said(page)


async def test_the_faults_that_the_service_finds_are_shown_beside_the_body(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    page = await sends(member, MESSAGES, ticket, corps='{"body": 3}')

    assert status(page) == 422
    assert re.search(r'id="champ-corps-erreur".*?/body – ', said(page), re.DOTALL)


async def test_what_one_may_not_do_is_refused_as_everywhere(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    assert status(await sends(member, NOTES, ticket)) == 403


async def test_a_ticket_of_another_organisation_is_nowhere(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))
    portal.town = portal.house.town(name="Ville de Rognac")

    assert status(await sends(portal.a_member(OPEN), MESSAGES, ticket)) == 404


async def test_a_ticket_of_another_tenant_is_nowhere(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))
    await portal.furnish()

    assert status(await sends(portal.a_member(OPEN), MESSAGES, ticket)) == 404


async def test_a_visitor_without_account_is_told_to_sign_in(portal: Portal):
    page = await sends(portal.a_visitor(), MESSAGES, str(uuid4()))

    assert status(page) in (401, 403)
    assert "sans compte" in said(page)


@pytest.mark.requirement("GW-05")
async def test_a_call_that_no_page_of_ours_asked_for_is_refused_by_a_page(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    fields = {"trou-ticket_id": ticket, "corps": ANSWERED, "certain": "true"}
    elsewhere = {"origin": "https://ailleurs.example", "sec-fetch-site": "cross-site"}
    token = await member.token("/")

    forged = await member.post(PAGE, params=MESSAGES, data={**fields, "csrf_token": token}, headers=elsewhere)
    without = await member.post(
        PAGE, params=MESSAGES, data=fields, headers={"origin": member.origin, "sec-fetch-site": "same-origin"}
    )

    kept = await member.get(f"/api/ticketing/v1/tickets/{ticket}")
    assert [(one.status_code, one.headers["content-type"][:9]) for one in (forged, without)] == [(403, "text/html")] * 2
    assert "Le bouton est revenu." not in kept.text


async def test_what_is_hostile_is_shown_and_never_run(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    broken = await sends(member, MESSAGES, ticket, corps=HOSTILE)
    refused = await sends(member, MESSAGES, HOSTILE.replace("/", ""), corps=f'{{"body": 3, "x": "{HOSTILE}"}}')
    made = await sends(member, MESSAGES, ticket, corps=f'{{"body": "{HOSTILE}"}}')

    assert status(made) == 201
    for page in (broken, refused, made):
        assert "<script>alert" not in page.text
        assert html.unescape(page.text).count("alert(1)") >= 1


@pytest.mark.parametrize(
    "operation",
    [
        {"methode": "GET", "adresse": "/api/ticketing/v1/tickets"},
        {"methode": "POST", "adresse": "/api/ticketing/v1/nulle-part"},
        {"methode": "POST", "adresse": "//ailleurs.example/"},
        {"methode": "TRACE", "adresse": "/api/ticketing/v1/tickets"},
        {},
    ],
)
async def test_only_what_is_described_and_writes_is_called(portal: Portal, operation: dict[str, str]):
    answer = await portal.a_member(OPEN).get(PAGE, params=operation)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


async def test_the_description_leads_to_each_call_that_writes(portal: Portal):
    page = await portal.a_visitor().get("/api/docs")

    links = re.findall(r'href="(/api/docs/appel\?[^"]+)"', page.text)
    answers = [await portal.a_visitor().get(html.unescape(link)) for link in links[:3]]
    assert len(links) > 40
    assert {answer.status_code for answer in answers} == {200}


async def test_a_version_is_written_between_quotes(portal: Portal):
    member = portal.a_member(OPEN)

    page = await sends(member, WEIGHT, str(uuid4()), **{"entete-If-Match": "3"})

    assert 'If-Match: "3"' in said(page)


PROGRAMS = {"methode": "POST", "adresse": "/api/notifier/v1/messages/echo"}


async def test_what_programs_call_is_tried_with_their_key_alone(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    key = "parvis_une-cle-de-la-ville"

    without = await sends(citizen, PROGRAMS)
    page = await sends(citizen, PROGRAMS, cle=key)

    heard = house.services["notifier"].heard[-1]
    claims = heard["headers"]["authorization"].split(".")[1]
    acted = msgspec.json.decode(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert (without.status_code, "elle commence par parvis_" in said(without)) == (422, True)
    assert status(page) == 200
    assert heard["headers"]["x-parvis-key"] == key
    assert acted["kind"] == "visitor"
    assert f'value="{key}"' not in page.text


async def test_a_key_goes_to_what_programs_call_and_nowhere_else(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))

    await sends(citizen, {"methode": "PUT", "adresse": "/api/notifier/v1/echo"}, cle="parvis_x")

    assert "x-parvis-key" not in house.services["notifier"].heard[-1]["headers"]


def test_an_example_holds_what_the_description_says():
    schemas = {
        "Inner": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}},
        "Endless": {"type": "object", "properties": {"again": {"$ref": "#/components/schemas/Endless"}}},
    }
    shape = {
        "type": "object",
        "properties": {
            "kind": {"enum": ["first", "second"]},
            "name": {"type": "string"},
            "maybe": {"oneOf": [{"type": "null"}, {"type": "integer"}]},
            "usual": {"type": "string", "default": "fr"},
            "said": {"type": "string", "examples": ["Zoé"]},
            "inner": {"$ref": "#/components/schemas/Inner"},
            "several": {"type": "array", "items": {"type": "boolean"}},
        },
    }

    assert example_of(shape, schemas) == {
        "kind": "first",
        "name": "",
        "maybe": 1,
        "usual": "fr",
        "said": "Zoé",
        "inner": {"at": "2026-01-31T09:00:00Z"},
        "several": [False],
    }
    assert "again" in example_of({"$ref": "#/components/schemas/Endless"}, schemas)
    assert example_of({"$ref": "#/components/schemas/Nowhere"}, schemas) is None
