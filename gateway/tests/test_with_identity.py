"""The gateway and the real identity, over HTTP and the bus: sessions from the first cookie to the last."""

import asyncio
import base64
import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from doorstep.browser import Browser
from doorstep.street import Street

from contracts.demo import (
    AGENT,
    CITIZEN,
    NEIGHBOUR,
    NEIGHBOUR_AGENT,
    PASSWORD,
    PLASSANS,
    PLATFORM_OPERATOR,
    SUPPORT_AGENT,
)
from gateway import sessions
from identity.domain import throttling
from identity.domain.previews import preview_token
from kit.actors import a_member
from kit.eventually import eventually


async def echo(browser: Browser) -> int:
    return (await browser.get("/api/demarches/v1/echo")).status_code


@pytest.mark.requirement("GW-04")
async def test_a_person_signs_in_and_out(street: Street):
    browser = await street.signed_in(CITIZEN)
    home = await browser.get("/mentions-legales")
    kept = browser.cookies["parvis_guichet_session"]

    token = await browser.token("/mentions-legales")
    await browser.send_form("/deconnexion", {}, token=token)

    assert "Camille Rougon" in home.text
    assert not browser.holds("session")
    browser.bring("parvis_guichet_session", kept)
    assert await echo(browser) == 401


async def test_signing_out_elsewhere_is_known_by_its_event(street: Street, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sessions, "FRESH", 3600.0)
    browser = await street.signed_in(CITIZEN)
    assert await echo(browser) == 200

    secret = browser.cookies["parvis_guichet_session"]
    await street.identity.call_as_gateway("POST", "/internal/sign-out", json={"secret": secret})

    async def is_over() -> bool:
        return await echo(browser) == 401

    await eventually(is_over)


async def test_a_new_sign_in_ends_the_session_that_the_browser_had(street: Street):
    browser = await street.signed_in(CITIZEN)
    before = browser.cookies["parvis_guichet_session"]
    await asyncio.gather(street.signed_in(CITIZEN), street.signed_in(CITIZEN))

    assert before != (await street.signed_in(CITIZEN)).cookies["parvis_guichet_session"]
    assert await echo(browser) == 200


async def test_a_neighbours_account_opens_nothing_here(street: Street):
    browser = await street.signed_in(NEIGHBOUR)
    secret = browser.cookies["parvis_guichet_session"]
    elsewhere = street.visit("plassans")
    elsewhere.bring("parvis_guichet_session", secret)

    assert await echo(elsewhere) == 401


async def test_a_customers_member_is_known_at_the_support_portal(street: Street):
    browser = await street.signed_in(AGENT)
    secret = browser.cookies["parvis_guichet_session"]
    support = street.visit("assistance")
    support.bring("parvis_guichet_session", secret)

    page = await support.get("/mentions-legales")

    assert "Adèle Sicardot" in page.text
    assert "Ville de Plassans" in page.text


async def test_an_agent_reaches_the_consoles(street: Street):
    agents = street.visit_agents()
    token = await agents.token("/connexion")
    fields = {"organisation": "Ville de Plassans", "identifier": AGENT.identifier, "password": PASSWORD}
    answer = await agents.send_form("/connexion", fields, token=token)
    home = await agents.get("/")

    assert answer.status_code == 303
    assert "Bonjour Adèle Sicardot" in home.text
    assert 'href="/demarches/"' in home.text
    assert (await agents.get("/demarches/page")).status_code == 200


@pytest.mark.requirement("GW-05")
async def test_the_operator_finds_an_organisation_from_anywhere(street: Street):
    agents = street.visit_agents()
    token = await agents.token("/connexion")
    fields = {"organisation": "assistance", "identifier": PLATFORM_OPERATOR.identifier, "password": PASSWORD}
    _ = await agents.send_form("/connexion", fields, token=token)

    told = (await agents.get("/recherche/suggestions?q=tulettes")).json()
    page = await agents.get("/recherche?q=tulettes")

    assert "/identity/organisations?q=tulettes" in [line["href"] for line in told]
    assert page.status_code == 200
    assert "Commune des Tulettes" in page.text


async def test_the_password_is_asked_again_and_the_secret_changes(street: Street):
    browser = await street.signed_in(CITIZEN)
    before = browser.cookies["parvis_guichet_session"]
    token = await browser.token("/confirmation?vers=/rgpd")

    wrong = await browser.send_form("/confirmation?vers=/rgpd", {"password": "faux"}, token=token)
    right = await browser.send_form("/confirmation?vers=/rgpd", {"password": PASSWORD}, token=token)

    assert wrong.status_code == 422
    assert (right.status_code, right.headers["location"]) == (303, "/rgpd")
    assert browser.cookies["parvis_guichet_session"] != before
    assert await echo(browser) == 200


async def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(street: Street):
    browser = street.visit("plassans")
    token = await browser.token("/connexion")

    pages = [
        (await browser.send_form("/connexion", {"identifier": name, "password": "faux"}, token=token)).text
        for name in ("personne.inconnue", NEIGHBOUR.identifier)
    ]

    assert pages[0].replace("personne.inconnue", "x") == pages[1].replace(NEIGHBOUR.identifier, "x")


async def test_the_operators_members_see_their_own_name_on_top(street: Street):
    browser = await street.signed_in(SUPPORT_AGENT)

    assert "Pascal Sauret" in (await browser.get("/mentions-legales")).text


@pytest.mark.requirement("ID-22")
async def test_a_preview_shows_to_one_browser_what_publishing_shows_to_all(street: Street):
    editor, passer_by = a_member(PLASSANS.id, "identity.guichet.edit"), street.visit("plassans")
    saved = (await street.identity.call(editor, "GET", "/v1/guichet/draft")).json()["guichet"]
    await street.identity.call(editor, "PUT", "/v1/guichet/draft", json={**saved, "phone": "04 42 00 77 01"})
    token = preview_token(PLASSANS.id, street.identity.service.settings.read_secret(), at=street.identity.clock())

    curious, neighbour = street.visit("plassans"), street.visit("tulettes")
    await curious.get(f"/apercu/{token}")
    await neighbour.get(f"/apercu/{token}")
    before, preview = await passer_by.get("/mentions-legales"), await curious.get("/mentions-legales")
    await street.identity.call(editor, "POST", "/v1/guichet/publication")

    async def is_everywhere() -> bool:
        return "04 42 00 77 01" in (await passer_by.get("/mentions-legales")).text

    await eventually(is_everywhere)
    assert "04 42 00 77 01" not in before.text
    assert "04 42 00 77 01" in preview.text
    assert "Aperçu\u00a0: ces réglages ne sont pas publiés" in preview.text
    assert "Aperçu" not in (await neighbour.get("/mentions-legales")).text


@pytest.mark.requirement("ID-13")
@pytest.mark.parametrize("entrance", ["portal", "agents"])
async def test_while_a_stolen_list_is_tried_unknown_browsers_are_checked(
    street: Street, monkeypatch: pytest.MonkeyPatch, entrance: str
):
    """A19: by a calculation, or by six digits, whose picture and sound both entrances have."""
    monkeypatch.setattr(throttling, "STUFFING", throttling.Limit(1, timedelta(minutes=10)))
    monkeypatch.setattr(throttling, "STUFFING_RATIO", 0)
    browser = street.visit("tulettes") if entrance == "portal" else street.visit_agents()
    account = NEIGHBOUR if entrance == "portal" else NEIGHBOUR_AGENT
    fields = {"organisation": "Commune des Tulettes", "identifier": account.identifier, "password": PASSWORD}
    token = await browser.token("/connexion")
    await browser.send_form("/connexion", {**fields, "password": "Fausse-2026"}, token=token)

    refused = await browser.send_form("/connexion", fields, token=token)
    challenge = re.search(r'name="challenge" value="([^"]+)"', refused.text)
    assert challenge is not None, refused.text
    picture, sound = [await browser.get(f"/connexion/controle/{challenge[1]}/{what}") for what in ("picture", "sound")]
    question = (await browser.get("/connexion/controle")).json()
    passed = await browser.send_form("/connexion", {**fields, "proof": solved(question)}, token=token)

    assert refused.status_code == 422
    assert "Passez le contrôle de sécurité" in refused.text
    assert PASSWORD not in refused.text
    assert (picture.headers["content-type"], sound.headers["content-type"]) == ("image/png", "audio/wav")
    assert passed.status_code == 303


def solved(question: dict[str, Any]) -> str:
    """As the browser's script finds it."""
    number = next(
        n
        for n in range(question["maxnumber"] + 1)
        if hashlib.sha256(f"{question['salt']}{n}".encode()).hexdigest() == question["challenge"]
    )
    return base64.b64encode(json.dumps({**question, "number": number}).encode()).decode()
