"""Macros: several acts as one choice, all of them or none."""

from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from desk_pages import FORM, read, send
from support_portal import Portal

from chassis.actor import Actor
from kit.actors import a_member

SET_UP = "ticketing.settings.edit"


def the_boss(portal: Portal) -> Actor:
    return a_member(portal.tenant, SET_UP, "ticketing.tickets.answer")


async def a_macro(portal: Portal, **facts: Any) -> str:
    macro_id = str(uuid4())
    body = {"id": macro_id, "title": "Relancer", **facts}
    answer = await portal.call(the_boss(portal), "PUT", f"/v1/desk/macros/{macro_id}", json=body)
    assert answer.status_code == 200, answer.text
    return macro_id


async def apply(portal: Portal, ticket: str, macro: str, **values: str) -> httpx.Response:
    body = {"macro": macro, "values": values}
    return await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/macro", json=body)


@pytest.mark.requirement("TK-06")
async def test_a_macro_takes_notes_answers_and_moves_a_ticket_at_once(portal: Portal):
    ticket = await portal.open()
    texts = {"reply": "Bonjour {{demandeur}}, rechargez la page.", "note": "Cas connu."}
    macro = await a_macro(portal, take=True, outcome="waiting_customer", **texts)

    answer = await apply(portal, ticket, macro, demandeur="Silvère")

    shown = await portal.desk(ticket)
    assert (answer.status_code, shown["status"], shown["assignee_id"]) == (
        201,
        "waiting_customer",
        str(portal.agent.account),
    )
    assert [(m["body"], m["internal"]) for m in shown["messages"]] == [
        ("Cas connu.", True),
        ("Bonjour Silvère, rechargez la page.", False),
    ]
    assert ("answered", "support") in await portal.told()


@pytest.mark.requirement("TK-06")
async def test_nothing_is_sent_with_a_gap_and_nothing_else_is_done_then(portal: Portal):
    ticket = await portal.open()
    macro = await a_macro(portal, take=True, reply="Bonjour {{demandeur}}.")

    answer = await apply(portal, ticket, macro)

    shown = await portal.desk(ticket)
    assert answer.status_code == 409
    assert "demandeur" in answer.json()["detail"]
    assert (shown["status"], shown["assignee_id"], shown["messages"]) == ("new", None, [])


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize("outcome", ["resolved", "waiting_third_party"])
async def test_a_macro_without_words_moves_a_ticket_all_the_same(outcome: str, portal: Portal):
    ticket = await portal.open()

    await apply(portal, ticket, await a_macro(portal, outcome=outcome))

    assert (await portal.show(ticket))["status"] == outcome


@pytest.mark.requirement("TK-06")
async def test_a_macro_on_what_has_changed_meanwhile_does_nothing(portal: Portal):
    ticket, macro = await portal.open(), await a_macro(portal, reply="Bonjour.")
    await portal.reply(ticket)

    path, headers = f"/v1/desk/tickets/{ticket}/macro", {"if-match": '"1"'}
    answer = await portal.call(portal.agent, "POST", path, json={"macro": macro}, headers=headers)

    assert answer.status_code == 412
    assert len((await portal.show(ticket))["messages"]) == 1


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"title": " ", "take": True}, "/title"),
        ({}, "/title"),
        ({"reply": "Bonjour {{prenom}}."}, "/reply"),
        ({"note": "x" * 10_001}, "/note"),
        ({"take": True, "outcome": "spam"}, "/outcome"),
    ],
)
async def test_a_macro_says_what_is_wrong_with_it(facts: dict[str, Any], pointer: str, portal: Portal):
    body = {"id": str(uuid4()), "title": "Relancer", **facts}

    answer = await portal.call(the_boss(portal), "PUT", f"/v1/desk/macros/{body['id']}", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.requirement("TK-06")
async def test_a_macro_is_written_and_applied_from_the_pages(portal: Portal):
    boss, macro_id, ticket = the_boss(portal), uuid4(), await portal.open()
    page = await portal.call(boss, "GET", "/console/reglages/macros/nouvelle")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": token, "title": "Saluer", "reply": "Bonjour {{demandeur}}.", "outcome": "", "take": "true"}

    kept = await portal.call(
        boss, "POST", f"/console/reglages/macros/{macro_id}", content=urlencode(fields), headers=FORM
    )
    await send(portal, ticket, "macro", macro=str(macro_id))

    assert kept.status_code == 303
    assert "Saluer" in (await portal.call(boss, "GET", "/console/reglages")).text
    [message] = (await portal.show(ticket))["messages"]
    assert message["body"].startswith("Bonjour Camille")


@pytest.mark.requirement("TK-06")
async def test_a_macro_is_applied_to_many_and_says_how_many_did_not_permit_it(portal: Portal):
    tickets = [await portal.open() for _ in range(3)]
    await portal.call(portal.customer, "POST", f"/v1/tickets/{tickets[2]}/cancellation")
    macro = await a_macro(portal, reply="Merci de patienter, {{demandeur}}.")
    page = await read(portal, "/console/")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = [("csrf_token", token), ("macro", macro), *(("tickets", one) for one in tickets)]

    answer = await portal.call(portal.agent, "POST", "/console/macros", content=urlencode(fields), headers=FORM)

    assert answer.status_code == 303
    said = [len((await portal.show(ticket))["messages"]) for ticket in tickets]
    assert said == [1, 1, 0]


@pytest.mark.requirement("TK-06")
async def test_the_side_of_a_ticket_shows_the_customers_other_requests(portal: Portal):
    first = await portal.open(subject="La première")
    ticket = await portal.open()
    colleague = await portal.open(portal.a_customer("ticketing.tickets.open"), subject="D'une collègue")

    page = unescape((await read(portal, f"/console/tickets/{ticket}")).text)

    theirs = page.split("Autres demandes de cette personne")[1]
    assert first in theirs.split("Demandes de ses collègues")[0]
    assert colleague in theirs.split("Demandes de ses collègues")[1]
    assert 'data-key="r"' in page
    assert 'data-key="e"' in page
