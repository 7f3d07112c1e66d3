"""One ticket that turns out to be two, and one again."""

from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest
from desk_pages import read, send
from support_portal import Portal
from test_teamwork import act

from kit.actors import a_member


async def split(portal: Portal, ticket: str, *messages: str, subject: str = "L'imprimante") -> httpx.Response:
    body = {"messages": list(messages), "subject": subject}
    return await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/split", json=body)


async def undo(portal: Portal, ticket: str) -> httpx.Response:
    return await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/split/undoing")


async def said(portal: Portal, ticket: str) -> list[str]:
    return [message["body"] for message in (await portal.show(ticket))["messages"]]


async def two_matters(portal: Portal) -> tuple[str, str]:
    """A ticket, and the message in it that is another matter."""
    ticket = await portal.open()
    await portal.reply(ticket, "Toujours gris.")
    other = (await portal.reply(ticket, "Et l’imprimante ne marche plus.")).json()["id"]
    return ticket, other


@pytest.mark.requirement("TK-06")
async def test_what_is_another_matter_goes_on_in_a_ticket_of_its_own(portal: Portal):
    ticket, other = await two_matters(portal)

    made = (await split(portal, ticket, other)).json()

    new = await portal.show(made["id"])
    assert (new["subject"], new["status"], new["mine"]) == ("L'imprimante", "new", True)
    assert [message["body"] for message in new["messages"]] == ["Et l’imprimante ne marche plus."]
    assert await said(portal, ticket) == ["Toujours gris.", "Et l’imprimante ne marche plus."]
    assert [message["elsewhere"] for message in (await portal.desk(ticket))["messages"]] == ["", made["reference"]]
    assert (await portal.told()).count(("opened", "")) == 2


@pytest.mark.requirement("TK-06")
async def test_undone_it_is_one_again_with_what_was_said_meanwhile_and_nothing_twice(portal: Portal):
    ticket, other = await two_matters(portal)
    new = (await split(portal, ticket, other)).json()["id"]
    await portal.answer(new, "Redémarrez l’imprimante.")

    back = await undo(portal, new)

    assert (back.status_code, back.json()["id"]) == (201, ticket)
    assert (await portal.show(new))["status"] == "merged"
    bodies = ["Toujours gris.", "Et l’imprimante ne marche plus.", "Redémarrez l’imprimante."]
    assert sorted(await said(portal, ticket)) == sorted(bodies)
    assert [message["elsewhere"] for message in (await portal.desk(ticket))["messages"]] == [""] * 3


@pytest.mark.requirement("TK-06")
async def test_it_can_be_undone_for_thirty_days(portal: Portal):
    ticket, other = await two_matters(portal)
    new = (await split(portal, ticket, other)).json()["id"]

    portal.service.clock.move(timedelta(days=30, minutes=1))

    assert (await undo(portal, new)).status_code == 409
    assert (await undo(portal, ticket)).status_code == 409


@pytest.mark.requirement("TK-06")
async def test_a_message_leaves_once_and_only_the_customers_public_ones_do(portal: Portal):
    ticket, other = await two_matters(portal)
    elsewhere = await portal.open()
    foreign = (await portal.reply(elsewhere, "D'une autre demande.")).json()["id"]
    answer = (await portal.answer(ticket)).json()["id"]
    note = (await portal.note(ticket, "Entre nous.")).json()["id"]
    await split(portal, ticket, other)

    refused: list[Any] = [
        await split(portal, ticket, *messages) for messages in ((), (other,), (answer,), (note,), (foreign,))
    ]

    assert [one.status_code for one in refused] == [409] * 5
    assert (await split(portal, ticket, other, subject=" ")).status_code == 422


@pytest.mark.requirement("TK-06")
async def test_the_page_takes_a_message_apart_and_puts_it_back(portal: Portal):
    ticket, other = await two_matters(portal)

    await send(portal, ticket, "split", messages=other, subject="L'imprimante")

    page = unescape((await read(portal, f"/console/tickets/{ticket}")).text)
    assert "Traité à part dans" in page
    lines = (await portal.call(portal.customer, "GET", "/v1/me/tickets")).json()["items"]
    new = next(line["id"] for line in lines if line["subject"] == "L'imprimante")
    assert "Cette demande vient d’une autre" in unescape((await read(portal, f"/console/tickets/{new}")).text)
    await send(portal, new, "split/undoing")
    assert (await portal.show(new))["status"] == "merged"


async def test_only_the_support_team_takes_apart(portal: Portal):
    ticket, other = await two_matters(portal)
    body = {"messages": [other], "subject": "X"}
    path = f"/v1/desk/tickets/{ticket}/split"

    statuses = [(await portal.call(actor, "POST", path, json=body)).status_code for actor in (None, portal.customer)]
    strange = await portal.call(a_member(None, "ticketing.tickets.answer"), "POST", path, json=body)

    assert (statuses, strange.status_code) == ([401, 403], 404)
    assert (await act(portal, ticket, "split/undoing")).status_code == 409
