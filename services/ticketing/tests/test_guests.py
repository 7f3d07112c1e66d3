"""Help without an account: a request all the same, nothing revealed, and an account once there is proof."""

import asyncio
import base64
import hashlib
import json
from typing import Any

import pytest
from support_portal import OPEN, READ, Portal

from chassis.robot_digits import codes
from contracts.asks import AskMessageFacts
from kit.actors import a_visitor

ASKED: dict[str, Any] = {
    "name": "Jeanne Coste",
    "email": "jeanne.coste@exemple.fr",
    "organisation": "Commune des Tulettes",
    "subject": "Mon compte est désactivé",
    "body": "Je n'ai pas reçu le courrier.",
}


async def solved(portal: Portal) -> str:
    """The answer to the check, as the browser's script finds it."""
    asked = (await portal.call(a_visitor(portal.tenant), "GET", "/v1/challenge")).json()
    number = next(
        n
        for n in range(asked["maxnumber"] + 1)
        if hashlib.sha256(f"{asked['salt']}{n}".encode()).hexdigest() == asked["challenge"]
    )
    return base64.b64encode(json.dumps({**asked, "number": number}).encode()).decode()


async def ask(portal: Portal, **changes: Any) -> Any:
    return await portal.call(a_visitor(portal.tenant), "POST", "/v1/guest-tickets", json={**ASKED, **changes})


async def ticket_of(portal: Portal, reference: str) -> str:
    lines = (await portal.call(portal.agent, "GET", "/v1/desk/tickets")).json()["items"]
    return next(line["id"] for line in lines if line["reference"] == reference)


@pytest.mark.requirement("TK-05")
async def test_a_request_without_account_reaches_the_team_and_nobody_else(portal: Portal):
    answer = await ask(portal, proof=await solved(portal))

    assert answer.status_code == 201
    assert list(answer.json()) == ["reference"]
    ticket = await ticket_of(portal, answer.json()["reference"])
    shown = await portal.desk(ticket)
    assert (shown["requester"], shown["organisation"]) == ("Jeanne Coste", "Commune des Tulettes")
    assert [m["body"] for m in shown["messages"]] == [ASKED["body"]]
    for actor in (portal.a_customer(OPEN, READ), portal.agent_who_asks(), a_visitor(portal.tenant)):
        assert (await portal.call(actor, "GET", f"/v1/tickets/{ticket}")).status_code in (401, 404)


@pytest.mark.requirement("TK-05")
async def test_an_answer_to_the_check_serves_once_and_a_forged_one_never(portal: Portal):
    proof = await solved(portal)
    first, second = await ask(portal, proof=proof), await ask(portal, proof=proof)
    forged = await ask(portal, proof=base64.b64encode(b'{"algorithm": "SHA-256"}').decode())

    assert [one.status_code for one in (first, second, forged)] == [201, 422, 422]


@pytest.mark.requirement("TK-05")
async def test_without_the_check_ten_an_hour_are_taken_and_with_it_all(portal: Portal):
    answers = [(await ask(portal)).status_code for _ in range(11)]

    assert answers == [201] * 10 + [429]
    assert (await ask(portal, proof=await solved(portal))).status_code == 201


@pytest.mark.requirement("ID-15")
async def test_digits_that_were_read_or_heard_are_a_check_too_and_serve_once(portal: Portal):
    secret, tenant = portal.service.service.settings.read_secret(), str(portal.tenant)

    async def digits() -> dict[str, str]:
        challenge = (await portal.call(a_visitor(portal.tenant), "GET", "/v1/robot-codes")).json()["challenge"]
        return {"challenge": challenge, "code": codes.digits_of(challenge, secret, tenant, at=portal.service.clock())}

    good, bad = await digits(), await digits()
    flood = [(await ask(portal)).status_code for _ in range(11)]

    wrong = await ask(portal, **{**bad, "code": f"{(int(bad['code']) + 1) % 1_000_000:06}"})
    answers = [await ask(portal, **each) for each in (good, good, bad)]

    assert flood[-1] == 429
    assert [each.status_code for each in answers] == [201, 422, 422]
    for refused in (wrong, *answers[1:]):
        [fault] = refused.json()["errors"]
        assert (fault["pointer"], fault["detail"][:27]) == ("/code", "Code de sécurité incorrect.")


@pytest.mark.requirement("ID-15")
async def test_a_double_click_with_digits_is_one_request_with_one_answer(portal: Portal):
    secret, tenant, visitor = (
        portal.service.service.settings.read_secret(),
        str(portal.tenant),
        a_visitor(portal.tenant),
    )
    challenge = (await portal.call(visitor, "GET", "/v1/robot-codes")).json()["challenge"]
    code = codes.digits_of(challenge, secret, tenant, at=portal.service.clock())
    body = {**ASKED, "challenge": challenge, "code": code}

    async def click():
        headers = {"idempotency-key": "one form"}
        return await portal.call(visitor, "POST", "/v1/guest-tickets", json=body, headers=headers)

    answers = [*await asyncio.gather(click(), click()), await click()]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["reference"] for answer in answers}) == 1


async def test_everything_that_is_wrong_is_told_at_once(portal: Portal):
    wrong = {"name": "", "email": "jeanne@", "organisation": " ", "subject": "", "body": "", "phone": "<b>"}

    answer = await ask(portal, **wrong)

    assert {error["pointer"] for error in answer.json()["errors"]} == {f"/{name}" for name in wrong}


@pytest.mark.requirement("TK-05")
async def test_a_guest_is_answered_by_mail_with_the_words_themselves(portal: Portal):
    reference = (await ask(portal)).json()["reference"]
    ticket = await ticket_of(portal, reference)
    await portal.answer(ticket, "Nous vous rappelons.", then="resolved")

    events = await portal.service.published(portal.tenant)
    facts = [
        await portal.as_notifier(
            AskMessageFacts(tenant=portal.tenant, event_id=e["id"], event_type=e["type"], data=dict(e["data"]))
        )
        for e in events
    ]

    told = [(f.template, f.recipients[0].email, f.values.get("answer")) for f in facts if f.recipients]
    assert told == [
        ("guest_ticket_opened", ASKED["email"], None),
        ("guest_ticket_resolved", ASKED["email"], "Nous vous rappelons."),
    ]


@pytest.mark.requirement("TK-05")
async def test_once_proved_it_is_the_accounts_and_what_the_guest_said_is_forgotten(portal: Portal):
    mine = await portal.open()
    known = (await portal.desk(mine))["reference"]
    ticket = await ticket_of(portal, (await ask(portal)).json()["reference"])
    path = f"/v1/desk/tickets/{ticket}/recognition"

    without = await portal.call(portal.agent, "POST", path, json={"reference": known, "proof": " "})
    done = await portal.call(portal.agent, "POST", path, json={"reference": known, "proof": "Rappelée à la mairie."})
    again = await portal.call(portal.agent, "POST", path, json={"reference": known, "proof": "Encore."})

    assert [one.status_code for one in (without, done, again)] == [422, 201, 409]
    assert (await portal.show(ticket))["mine"] is True
    assert [message["mine"] for message in (await portal.show(ticket))["messages"]] == [True]
    assert "Rappelée" not in str(await portal.show(ticket))
    assert "Rappelée à la mairie." in str(await portal.desk(ticket))
    assert await portal.service.rows("select 1 from guests where ticket_id = :t", t=ticket) == []
