"""Members' AI assistants at the internal entrance: a key and no cookie, one service, ended at once."""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.street import Street

from contracts.demo import AGENT
from gateway import sessions
from gateway.internal.main import create_app as create_internal
from kit.actors import a_member
from kit.eventually import eventually
from kit.service import problem

pytestmark = pytest.mark.requirement("SR-04")

ASKED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
PATH = "/mcp/demarches"


async def a_key(street: Street, *services: str) -> tuple[str, str]:
    owner = a_member(AGENT.organisation.id, subject=AGENT.id, authenticated_at=street.identity.clock())
    body = {"name": "Secrétaire", "services": services or ["demarches"], "proposes": True}
    made = (await street.identity.call(owner, "POST", "/v1/assistants", json=body)).json()
    return made["assistant_id"], made["key"]


async def asks(street: Street, key: str, path: str = PATH, **headers: str) -> httpx.Response:
    sent = {"authorization": f"Bearer {key}", "accept": "application/json, text/event-stream", **headers}
    return await street.visit_agents().post(path, json=ASKED, headers=sent)


async def test_the_service_hears_the_member_and_the_assistant(street: Street):
    assistant, key = await a_key(street)

    told = (await asks(street, key, cookie="parvis_agents_session=x")).json()

    claims = _claims(told["headers"]["authorization"])
    assert (told["path"], told["method"]) == ("/mcp", "POST")
    assert (claims["sub"], claims["assistant"]["id"]) == (str(AGENT.id), assistant)
    assert "demarches.dossiers.read" in claims["permissions"]
    assert not any(key in value for value in told["headers"].values())
    assert "cookie" not in told["headers"]


@pytest.mark.parametrize("key", ["", "parvis-assistant_abc", "parvis_test_abc"])
async def test_without_a_key_one_is_asked_for(house: House, key: str):
    headers = {"authorization": f"Bearer {key}"} if key else {}

    answer = await house.visit_agents(house.member_of(house.town())).post(PATH, json=ASKED, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="parvis"'
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_key_opens_its_services_alone(street: Street):
    _, key = await a_key(street, "ticketing")

    answers = [await asks(street, key, f"/mcp/{name}") for name in ("ticketing", "demarches", "banque")]
    elsewhere = await street.visit("plassans").post(PATH, json=ASKED, headers={"authorization": f"Bearer {key}"})
    api = await street.visit("plassans").post(
        "/api/ticketing/v1/echo", json={}, headers={"authorization": f"Bearer {key}"}
    )

    assert [answer.status_code for answer in answers] == [200, 403, 404]
    assert (elsewhere.status_code, api.status_code) == (404, 403)


async def test_no_page_of_anybody_calls_it(street: Street):
    _, key = await a_key(street)

    by_page = await asks(street, key, origin="http://mechant.example")
    by_frame = await asks(street, key, **{"sec-fetch-site": "cross-site"})
    by_address = await asks(street, key, host="127.0.0.1:8001")
    read = await street.visit_agents().get(PATH, headers={"authorization": f"Bearer {key}"})

    assert [answer.status_code for answer in (by_page, by_frame, by_address, read)] == [403, 403, 421, 405]


async def test_too_much_is_refused(street: Street):
    _, key = await a_key(street)

    answer = await street.visit_agents().post(
        PATH, content=b"x" * 200_001, headers={"authorization": f"Bearer {key}", "content-type": "application/json"}
    )

    assert answer.status_code == 413


async def test_a_revoked_key_is_known_by_its_event(street: Street, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sessions, "FRESH", 3600.0)
    assistant, key = await a_key(street)
    assert (await asks(street, key)).status_code == 200

    owner = a_member(AGENT.organisation.id, subject=AGENT.id)
    await street.identity.call(owner, "DELETE", f"/v1/assistants/{assistant}")

    async def is_over() -> bool:
        return (await asks(street, key)).status_code == 401

    await eventually(is_over)


def a_proposal(**facts: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "status": "waiting",
        "assistant_id": str(UUID(int=1)),
        "assistant": "Secrétaire",
        "title": "Répondre au demandeur",
        "named": "PLA-2026-000123",
        "page": "/demarches/dossiers/1",
        "fields": [{"label": "Message envoyé au demandeur", "text": "Bonjour <b>Camille</b>.", "name": "body"}],
        "proposed_at": "2026-11-29T08:00:00+00:00",
        "expires_at": "2026-11-30T08:00:00+00:00",
        "settled_at": None,
        **facts,
    }


@pytest.fixture
def proposed(house: House) -> list[dict[str, Any]]:
    house.demarches.proposals = [a_proposal(), a_proposal(title="Demander une pièce")]
    house.demarches.settled.clear()
    house.demarches.refused_proposals.clear()
    return house.demarches.proposals


async def test_the_exact_words_are_read_before_confirming(house: House, proposed: list[dict[str, Any]]):
    page = await house.visit_agents(house.member_of(house.town())).get("/propositions")

    assert "Bonjour &lt;b&gt;Camille&lt;/b&gt;." in page.text
    assert 'href="/demarches/dossiers/1"' in page.text
    assert "Secrétaire" in page.text


async def test_one_is_confirmed_another_refused(house: House, proposed: list[dict[str, Any]]):
    first, second = [one["id"] for one in proposed]
    agent = house.visit_agents(house.member_of(house.town()))
    token = await agent.token("/propositions")

    done = await agent.send_form("/propositions/confirmation", {"alone": f"demarches/{first}"}, token=token)
    dropped = await agent.send_form("/propositions/refus", {"alone": f"demarches/{second}"}, token=token)

    assert (done.status_code, dropped.status_code) == (303, 303)
    assert [line[:2] for line in house.demarches.settled] == [(first, "confirmation"), (second, "refusal")]
    assert "Répondre au demandeur" not in (await agent.get("/propositions")).text


async def test_several_at_once_and_what_is_refused_stays_with_its_reason(house: House, proposed: list[dict[str, Any]]):
    first, second = [one["id"] for one in proposed]
    stale = {"type": "/problems/proposal-stale", "title": "Ce que cette proposition concerne a changé depuis."}
    house.demarches.refused_proposals[second] = (412, stale)
    agent = house.visit_agents(house.member_of(house.town()))
    token = await agent.token("/propositions")
    chosen = [f"demarches/{first}", f"demarches/{second}"]

    page = await agent.send_form("/propositions/confirmation", {"chosen": chosen}, token=token)
    house.demarches.refused_proposals.clear()
    anyway = await agent.send_form("/propositions/confirmation", {"anyway": f"demarches/{second}"}, token=token)

    assert page.status_code == 409
    assert stale["title"] in page.text
    assert "Confirmer malgré tout" in page.text
    assert anyway.status_code == 303
    assert house.demarches.settled[-1] == (second, "confirmation", '{"anyway":true}')


async def test_what_a_proposal_lacks_is_said_where_it_is_refused(house: House, proposed: list[dict[str, Any]]):
    first = proposed[0]["id"]
    fault = {"pointer": "/article", "detail": "Choisissez un autre article.", "code": "choice"}
    house.demarches.refused_proposals[first] = (422, {"title": "Demande incorrecte", "errors": [fault]})
    agent = house.visit_agents(house.member_of(house.town()))
    token = await agent.token("/propositions")

    page = await agent.send_form("/propositions/confirmation", {"chosen": f"demarches/{first}"}, token=token)

    assert (page.status_code, fault["detail"] in page.text) == (409, True)


async def test_it_is_put_into_ones_own_words_before_confirming(house: House, proposed: list[dict[str, Any]]):
    first = proposed[0]["id"]
    mark, name = f"demarches/{first}", f"words:demarches/{first}:body"
    agent = house.visit_agents(house.member_of(house.town()))
    page = await agent.get("/propositions")
    token = await agent.token("/propositions")

    kept = await agent.send_form("/propositions/modification", {"mark": mark, name: "Bonsoir."}, token=token)
    fault = {"pointer": "/words/body", "detail": "Écrivez quelque chose, ou refusez.", "code": "missing"}
    house.demarches.refused_proposals[first] = (422, {"title": "Demande incorrecte", "errors": [fault]})
    refused = await agent.send_form("/propositions/modification", {"mark": mark, name: " tapé "}, token=token)

    assert f'name="{name}"' in page.text
    assert (kept.status_code, kept.headers["location"]) == (303, f"/propositions#demarches-{first}")
    assert house.demarches.settled[0] == (first, "modification", '{"words":{"body":"Bonsoir."}}')
    assert refused.status_code == 409
    assert fault["detail"] in refused.text
    assert " tapé </textarea>" in refused.text


async def test_words_typed_and_not_saved_are_those_that_are_confirmed(house: House, proposed: list[dict[str, Any]]):
    first = proposed[0]["id"]
    agent = house.visit_agents(house.member_of(house.town()))
    token = await agent.token("/propositions")
    typed = {"alone": f"demarches/{first}", f"words:demarches/{first}:body": "Bonsoir,\r\nCamille."}

    done = await agent.send_form("/propositions/confirmation", typed, token=token)

    assert done.status_code == 303
    assert [line[1:] for line in house.demarches.settled] == [
        ("modification", '{"words":{"body":"Bonsoir,\\nCamille."}}'),
        ("confirmation", '{"anyway":false}'),
    ]


async def test_what_waits_is_counted_in_the_navigation(house: House, proposed: list[dict[str, Any]]):
    member = house.member_of(house.town())
    agent = house.visit_agents(member)
    without = await agent.get("/compte")
    house.identity.with_assistants.add(str(member.subject))
    agent = house.visit_agents(member)
    token = await agent.token("/propositions")

    with_two = await agent.get("/compte")
    console = (await agent.get("/documents/echo", headers={"accept": "text/html"})).json()
    _ = await agent.send_form("/propositions/refus", {"alone": f"demarches/{proposed[0]['id']}"}, token=token)
    with_one = await agent.get("/compte")

    assert "en attente)" not in without.text
    assert "(2 en attente)" in with_two.text
    assert console["headers"]["x-parvis-waiting"] == "2"
    assert "(1 en attente)" in with_one.text


@pytest.fixture
def noted(house: House) -> Iterator[list[dict[str, Any]]]:
    house.demarches.assistants_journal = []
    yield house.demarches.assistants_journal
    house.demarches.assistants_journal = []


def a_line(**facts: Any) -> dict[str, Any]:
    return {
        "at": "2026-11-29T08:00:00+00:00",
        "action": "proposed",
        "account_id": str(uuid4()),
        "assistant": "Secrétaire",
        "title": "Répondre au demandeur",
        "page": "/demarches/dossiers/1",
        **facts,
    }


async def test_the_journal_says_by_which_assistant_and_for_whom(house: House, noted: list[dict[str, Any]]):
    member = house.member_of(house.town(), "identity.permissions.grant")
    noted.append(a_line(account_id=str(member.subject)))
    noted.append(a_line(at="2026-11-28T08:00:00+00:00", assistant="Autre", action="refused"))
    agent = house.visit_agents(member)

    mine = await agent.get("/propositions/journal")
    all_members = await agent.get("/propositions/journal?tous=1")

    assert "Par l’assistant « Secrétaire » pour Camille Rougon" in plain(mine.text)
    assert 'href="/demarches/dossiers/1"' in mine.text
    assert "« Autre »" not in plain(mine.text)
    assert "Par l’assistant « Autre » pour un membre qui n’a plus d’assistant" in plain(all_members.text)
    assert "Refusée par le membre" in all_members.text


async def test_who_does_not_grant_rights_reads_their_own_lines_alone(house: House, noted: list[dict[str, Any]]):
    member = house.member_of(house.town())
    noted.extend([a_line(account_id=str(member.subject)), a_line(assistant="Autre")])

    page = await house.visit_agents(member).get("/propositions/journal?tous=1")

    assert "« Secrétaire »" in plain(page.text)
    assert "« Autre »" not in plain(page.text)
    assert "Ceux de tous les membres" not in page.text


async def test_each_key_has_its_own_measure(house: House):
    async with house.entrance(create_internal, rate_limits=0.017) as address:
        agents = Browser(address, host="agents.localhost:8001")
        headers = [{"authorization": f"Bearer parvis-assistant_{letter}"} for letter in "ab"]
        told = [await agents.post(PATH, json=ASKED, headers=headers[0]) for _ in range(5)]
        other = await agents.post(PATH, json=ASKED, headers=headers[1])

    assert (told[0].status_code, other.status_code) == (401, 401)
    late = next(answer for answer in told if answer.status_code == 429)
    assert problem(late)["type"] == "/problems/too-many"
    assert int(late.headers["retry-after"]) >= 1


async def test_nothing_is_confirmed_without_the_pages_token(house: House, proposed: list[dict[str, Any]]):
    agent = house.visit_agents(house.member_of(house.town()))

    answer = await agent.send_form("/propositions/confirmation", {"alone": f"demarches/{proposed[0]['id']}"})

    assert answer.status_code == 403
    assert house.demarches.settled == []


@pytest.mark.parametrize("mark", ["banque/1", "demarches/../x", "demarches"])
async def test_an_invented_mark_leads_nowhere(house: House, proposed: list[dict[str, Any]], mark: str):
    agent = house.visit_agents(house.member_of(house.town()))
    token = await agent.token("/propositions")

    assert (await agent.send_form("/propositions/refus", {"alone": mark}, token=token)).status_code == 404


async def test_citizens_have_no_such_page(house: House):
    assert (await house.visit_agents(house.citizen_of(house.town())).get("/propositions")).status_code == 403


def plain(text: str) -> str:
    """Without the spaces that do not break, of French typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _claims(header: str) -> dict[str, Any]:
    part = header.split(".")[1]
    return msgspec.json.decode(b64decode(part + "=" * (-len(part) % 4), altchars=b"-_"))
