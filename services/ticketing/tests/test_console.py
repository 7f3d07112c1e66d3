"""The support team's pages: what they show, what they do, and that a form is the session's own."""

from html import unescape
from urllib.parse import urlencode

import pytest
from desk_pages import FORM, read, send
from support_portal import ANSWER, READ, Portal

from kit.actors import a_member


@pytest.mark.requirement("TK-06")
async def test_the_queue_shows_what_waits_with_a_link_to_each(portal: Portal):
    ticket = await portal.open(subject="Imprimante muette")

    page = await read(portal, "/console/")

    assert page.status_code == 200
    assert f'href="/ticketing/tickets/{ticket}"' in page.text
    assert "Imprimante muette" in page.text
    assert "Majeure" in page.text


@pytest.mark.requirement("TK-06")
async def test_an_empty_queue_says_so(portal: Portal):
    page = await read(portal, "/console/?file=mine")

    assert "Aucune demande ne vous est attribuée." in page.text


@pytest.mark.requirement("TK-06")
async def test_an_agent_answers_from_the_page_and_the_customer_reads_it(portal: Portal):
    ticket = await portal.open()

    answer = await send(portal, ticket, "answers", body="Rechargez la page.", then="waiting_customer")

    shown = await portal.show(ticket)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ticketing/tickets/{ticket}")
    assert ([m["body"] for m in shown["messages"]], shown["status"]) == (["Rechargez la page."], "waiting_customer")


@pytest.mark.requirement("TK-06")
async def test_a_stale_answer_comes_back_with_what_is_new_and_what_was_typed(portal: Portal):
    ticket = await portal.open()
    await portal.reply(ticket, "Une précision du client.")

    answer = await send(portal, ticket, "answers", body="Ma longue réponse.", seen="1")

    assert answer.status_code == 412
    assert "Cette demande a changé pendant que vous écriviez" in answer.text
    assert "Une précision du client." in answer.text
    assert "Ma longue réponse." in answer.text
    assert ("answered", "support") not in await portal.told()


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_marked_as_one(portal: Portal):
    ticket = await portal.open()

    await send(portal, ticket, "notes", note="Vu avec l’équipe.")

    page = await read(portal, f"/console/tickets/{ticket}")
    assert "Note interne" in page.text
    assert "message-internal" in page.text
    assert "Vu avec l’équipe." in unescape(page.text)


async def test_an_empty_answer_is_refused_beside_its_field(portal: Portal):
    ticket = await portal.open()

    answer = await send(portal, ticket, "answers", body="  ")

    assert answer.status_code == 422
    assert 'href="#champ-body"' in answer.text


@pytest.mark.requirement("TK-10")
async def test_a_remote_session_is_written_down_from_the_page(portal: Portal):
    ticket = await portal.open()

    wrong = await send(portal, ticket, "interventions", kind="remote_session", minutes="dix", summary="Vu ensemble.")
    right = await send(portal, ticket, "interventions", kind="remote_session", minutes="10", summary="Vu ensemble.")

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert [done["minutes"] for done in (await portal.show(ticket))["interventions"]] == [10]


async def test_a_ticket_is_taken_then_taken_over_then_solved(portal: Portal):
    ticket, colleague = await portal.open(), a_member(portal.tenant, ANSWER)

    await send(portal, ticket, "assignment")
    await send(portal, ticket, "assignment", colleague, from_colleague="true")
    await send(portal, ticket, "waiting", whom="third_party")
    await send(portal, ticket, "resolution")

    shown = await portal.desk(ticket)
    assert (shown["assignee_id"], shown["status"]) == (str(colleague.account), "resolved")


async def test_a_form_without_the_sessions_token_is_refused(portal: Portal):
    ticket = await portal.open()
    path = f"/console/tickets/{ticket}/answers"

    answer = await portal.call(portal.agent, "POST", path, content=urlencode({"body": "Bonjour."}), headers=FORM)

    assert answer.status_code == 403
    assert (await portal.show(ticket))["messages"] == []


async def test_the_console_is_the_support_teams_alone(portal: Portal):
    ticket = await portal.open()
    paths = ["/console/", f"/console/tickets/{ticket}"]

    for path in paths:
        assert (await read(portal, path, portal.customer)).status_code == 403
        assert (await read(portal, path, portal.a_customer(READ, ANSWER))).status_code == 403
    assert (await read(portal, paths[1], a_member(None, ANSWER))).status_code == 404


async def test_opening_a_ticket_is_written_in_the_journal(portal: Portal):
    ticket = await portal.open()

    await read(portal, f"/console/tickets/{ticket}")

    lines = await portal.service.rows(
        "select action, concerns, purpose from journal where subject = :ticket order by position", ticket=ticket
    )
    assert dict(lines[-1]) == {
        "action": "ticketing.ticket.read",
        "concerns": portal.customer.account,
        "purpose": "assistance",
    }


async def test_the_team_reads_that_a_ticket_waits_for_the_customer_and_not_for_itself(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="waiting_customer")

    pages = [(await read(portal, path)).text for path in ("/console/", f"/console/tickets/{ticket}")]

    assert all("En attente du client" in page and "votre réponse" not in page for page in pages)
    assert (await portal.show(ticket))["status_label"] == "En attente de votre réponse"
