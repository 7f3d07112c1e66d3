"""Who sees which ticket, cell by cell; what one may not see is not there."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from support_portal import ANSWER, OPEN, READ, Portal

from kit.actors import a_citizen, a_member, a_visitor

UNKNOWN = "0190aaaa-0000-7000-8000-000000000000"


def without_trace(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "trace_id"}


@pytest.mark.requirement("TK-04")
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("the requester", 200),
        ("a requester whose right to open was withdrawn", 200),
        ("a colleague without permission", 404),
        ("a colleague who may only open", 404),
        ("a colleague who reads the organisation's", 200),
        ("a reader of another organisation", 404),
        ("an agent's permission at another organisation", 404),
        ("a support agent of the provider", 200),
        ("a member of the provider who is no support agent", 404),
        ("a member of another provider", 404),
        ("a support agent of another provider", 404),
    ],
)
async def test_a_ticket_exists_for(who: str, status: int, portal: Portal):
    ticket = await portal.open()
    actors = {
        "the requester": portal.customer,
        "a requester whose right to open was withdrawn": portal.a_customer(),
        "a colleague without permission": portal.a_customer(),
        "a colleague who may only open": portal.a_customer(OPEN),
        "a colleague who reads the organisation's": portal.a_customer(READ),
        "a reader of another organisation": portal.a_customer(READ, OPEN, organisation=uuid4()),
        "an agent's permission at another organisation": portal.a_customer(ANSWER, organisation=uuid4()),
        "a support agent of the provider": portal.agent,
        "a member of the provider who is no support agent": a_member(portal.tenant, OPEN, READ),
        "a member of another provider": a_member(None, OPEN, READ),
        "a support agent of another provider": a_member(None, ANSWER),
    }
    actor = actors[who]
    if who == "a requester whose right to open was withdrawn":
        actor = a_member(portal.tenant, subject=portal.customer.subject, organisation=portal.town)

    answer = await portal.call(actor, "GET", f"/v1/tickets/{ticket}")
    unknown = await portal.call(actor, "GET", f"/v1/tickets/{UNKNOWN}")

    assert answer.status_code == status
    if status == 404:
        assert without_trace(answer) == without_trace(unknown)


@pytest.mark.requirement("TK-04")
async def test_lists_hold_what_one_may_see_and_no_more(portal: Portal):
    colleague, reader = portal.a_customer(OPEN), portal.a_customer(READ)
    mine, theirs = await portal.open(), await portal.open(colleague)
    await portal.open(portal.a_customer(OPEN, organisation=uuid4()))
    await portal.open(portal.agent_who_asks())

    async def listed(actor: Any, path: str) -> set[str]:
        return {line["id"] for line in (await portal.call(actor, "GET", path)).json()["items"]}

    assert await listed(portal.customer, "/v1/me/tickets") == {mine}
    assert await listed(reader, "/v1/me/tickets") == set()
    assert await listed(reader, "/v1/organisation/tickets") == {mine, theirs}
    assert (await portal.call(portal.customer, "GET", "/v1/organisation/tickets")).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/tickets/{ticket}"),
        ("POST", "/v1/tickets/{ticket}/messages"),
        ("POST", "/v1/tickets/{ticket}/reading"),
        ("POST", "/v1/tickets/{ticket}/confirmation"),
        ("POST", "/v1/tickets/{ticket}/reopening"),
        ("POST", "/v1/tickets/{ticket}/cancellation"),
    ],
)
async def test_a_customers_route_knows_nothing_of_others_tickets(method: str, path: str, portal: Portal):
    ticket, body = await portal.open(), {"json": {"body": "Bonjour."}} if path.endswith("messages") else {}
    strangers = [portal.a_customer(READ, OPEN, organisation=uuid4()), a_member(None, READ, OPEN)]

    for actor in strangers:
        answer = await portal.call(actor, method, path.format(ticket=ticket), **body)
        unknown = await portal.call(actor, method, path.format(ticket=UNKNOWN), **body)
        assert answer.status_code == 404
        assert without_trace(answer) == without_trace(unknown)
    assert (await portal.call(None, method, path.format(ticket=ticket), **body)).status_code == 401
    visitor = a_visitor(portal.tenant)
    assert (await portal.call(visitor, method, path.format(ticket=ticket), **body)).status_code == 401
    citizen = a_citizen(portal.tenant)
    assert (await portal.call(citizen, method, path.format(ticket=ticket), **body)).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/desk/tickets/{ticket}", None),
        ("POST", "/v1/desk/tickets/{ticket}/assignment", {}),
        ("POST", "/v1/desk/tickets/{ticket}/answers", {"body": "Bonjour."}),
        ("POST", "/v1/desk/tickets/{ticket}/notes", {"body": "Bonjour."}),
        ("POST", "/v1/desk/tickets/{ticket}/interventions", {"kind": "call", "minutes": 5, "summary": "Appel."}),
        ("POST", "/v1/desk/tickets/{ticket}/waiting", {}),
        ("POST", "/v1/desk/tickets/{ticket}/resolution", None),
    ],
)
async def test_the_desk_is_the_providers_support_teams_alone(method: str, path: str, body: Any, portal: Portal):
    ticket, sent = await portal.open(), {} if body is None else {"json": body}

    async def status(actor: Any, ticket_id: str = ticket) -> int:
        return (await portal.call(actor, method, path.format(ticket=ticket_id), **sent)).status_code

    assert await status(None) == 401
    assert await status(a_visitor(portal.tenant)) == 401
    assert await status(portal.customer) == 403
    assert await status(portal.a_customer(ANSWER)) == 403
    assert await status(a_member(None, ANSWER)) == 404
    assert await status(portal.agent, UNKNOWN) == 404
    assert await status(portal.agent) in (200, 201)


async def test_the_queue_of_a_provider_is_no_other_providers(portal: Portal):
    await portal.open()

    other = (await portal.call(a_member(None, ANSWER), "GET", "/v1/desk/tickets")).json()
    own = (await portal.call(portal.agent, "GET", "/v1/desk/tickets")).json()

    assert other["items"] == []
    assert len(own["items"]) == 1


async def test_a_customer_with_an_agents_permission_has_no_queue(portal: Portal):
    await portal.open()

    answer = await portal.call(portal.a_customer(ANSWER, organisation=uuid4()), "GET", "/v1/desk/tickets")

    assert answer.status_code == 403


@pytest.mark.requirement("TK-04")
async def test_a_colleague_reads_but_only_the_requester_ends_a_request(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")
    colleague = portal.a_customer(READ, OPEN)

    confirmed = await portal.call(colleague, "POST", f"/v1/tickets/{ticket}/confirmation")
    replied = await portal.reply(ticket, actor=colleague)
    only_reads = await portal.reply(ticket, actor=portal.a_customer(READ))

    assert (confirmed.status_code, replied.status_code, only_reads.status_code) == (403, 201, 403)


@pytest.mark.requirement("TK-04")
async def test_a_colleagues_reading_leaves_the_requesters_badge(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)

    await portal.call(portal.a_customer(READ), "POST", f"/v1/tickets/{ticket}/reading")

    badges = (await portal.call(portal.customer, "GET", "/v1/me/badges")).json()
    assert badges == {"unread_messages": 1, "open_tickets": 1, "waiting_for_me": 0}


async def test_an_agents_reading_is_no_reading_by_the_customer(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)

    answer = await portal.call(portal.agent, "POST", f"/v1/tickets/{ticket}/reading")

    assert answer.status_code == 403
    assert [message["read_at"] for message in (await portal.desk(ticket))["messages"]] == [None]
