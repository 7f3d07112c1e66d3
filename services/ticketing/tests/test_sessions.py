"""A remote maintenance session, asked for while a request is dealt with (TK-10)."""

from html import unescape

import httpx
import pytest
from desk_pages import read
from support_portal import OPEN, READ, Portal

from chassis.actor import Actor


async def ask(
    portal: Portal, ticket: str, actor: Actor | None = None, phone: str = "04 42 00 51 50", when: str = ""
) -> httpx.Response:
    path, body = f"/v1/tickets/{ticket}/session-request", {"phone": phone, "when": when}
    return await portal.call(actor or portal.customer, "POST", path, json=body)


@pytest.mark.requirement("TK-10")
async def test_a_session_asked_for_stands_among_what_was_said_and_wakes_the_request(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="waiting_customer")

    answer = await ask(portal, ticket, when="demain   matin")

    shown = await portal.show(ticket)
    assert (answer.status_code, shown["status"], shown["messages"][-1]["channel"]) == (201, "open", "session")
    assert shown["messages"][-1]["body"].splitlines() == [
        "Je souhaite une session de télémaintenance.",
        "Téléphone : 04 42 00 51 50",
        "Disponibilités : demain matin",
    ]
    assert "Télémaintenance demandée" in unescape((await read(portal, f"/console/tickets/{ticket}")).text)


@pytest.mark.requirement("TK-10")
@pytest.mark.parametrize(
    ("phone", "when", "field"), [("", "", "/phone"), ("appelez", "", "/phone"), ("0442005150", "x" * 301, "/when")]
)
async def test_what_is_missing_is_said_beside_its_field(phone: str, when: str, field: str, portal: Portal):
    answer = await ask(portal, await portal.open(), phone=phone, when=when)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, field)


@pytest.mark.requirement("TK-10")
async def test_only_who_may_answer_asks_and_not_for_what_is_over(portal: Portal):
    ticket, cancelled = await portal.open(), await portal.open()
    await portal.call(portal.customer, "POST", f"/v1/tickets/{cancelled}/cancellation")

    statuses = [
        (await ask(portal, ticket, portal.a_customer(READ))).status_code,
        (await ask(portal, ticket, portal.a_customer(OPEN))).status_code,
        (await ask(portal, cancelled)).status_code,
    ]

    assert statuses == [403, 404, 409]
