"""What a member reads: was it sent, and if not, why?"""

import re
from uuid import UUID, uuid4

import pytest
from postal.line import Rule
from postal.owners import Owners, a_submission, facts_of

from contracts.asks import AskRecent, Reader, Recent
from contracts.ticketing import TicketAnswered
from kit.actors import a_citizen, a_member
from kit.eventually import eventually

READ = "notifier.messages.read"


async def a_message(notifier, owners: Owners, tenant, person, status: str, event=None) -> str:
    """The id of a message, once it has this status."""
    event = event or a_submission()
    cause = await owners.says(event, tenant=tenant, facts=facts_of("dossier_received", person))
    [row] = await eventually(
        lambda: notifier.rows(
            "select id from notifications where cause_id = :cause and status = :status", cause=cause, status=status
        )
    )
    return str(row["id"])


@pytest.mark.requirement("NT-06")
async def test_from_the_dossier_to_its_message_to_its_attempts(notifier, owners: Owners, line, tenant):
    person, event, reader = owners.somebody(), a_submission(), a_member(tenant, READ)
    line.rules[person.email] = Rule(["550 5.1.1 unknown"])
    message = await a_message(notifier, owners, tenant, person, "permanent-failure", event)

    listed = await notifier.call(reader, "GET", "/console/", params={"recherche": str(event.dossier_id)})
    shown = await notifier.call(reader, "GET", f"/console/messages/{message}")

    assert listed.status_code == shown.status_code == 200
    assert f'href="/notifier/messages/{message}"' in listed.text
    assert "Accusé de réception" in listed.text
    assert "Non distribuable" in shown.text
    assert "smtp-550 5.1.1" in shown.text
    assert person.email not in listed.text + shown.text
    assert not re.search(r'style="|onclick', shown.text)


@pytest.mark.requirement("TK-06")
async def test_a_message_about_a_ticket_leads_back_to_it_for_who_answers_tickets(
    notifier, owners: Owners, mails, tenant
):
    event = TicketAnswered(ticket_id=uuid4(), message_id=uuid4(), author="support")
    message = await a_message(notifier, owners, tenant, owners.somebody(), "accepted", event)
    agent, reader = a_member(tenant, READ, "ticketing.tickets.answer"), a_member(tenant, READ)

    pages = [await notifier.call(one, "GET", f"/console/messages/{message}") for one in (agent, reader)]

    assert [f'href="/ticketing/tickets/{event.ticket_id}"' in page.text for page in pages] == [True, False]


@pytest.mark.requirement("TK-06")
async def test_another_service_is_told_of_the_latest_messages_with_the_rights_of_who_reads(
    notifier, owners: Owners, mails, tenant
):
    person, other = owners.somebody(), owners.somebody()
    message = await a_message(notifier, owners, tenant, person, "accepted")
    await a_message(notifier, owners, tenant, other, "accepted")

    async def asked(*permissions: str, tenant: UUID = tenant) -> Recent:
        reader = Reader(account_id=uuid4(), permissions=permissions, locale="en")
        question = AskRecent(tenant=tenant, account_id=person.account_id, reader=reader)
        return await owners.asks("ticketing", AskRecent.subject_for("notifier"), question, Recent)

    [line] = (await asked(READ)).lines
    assert (str(line.id), line.href) == (message, f"/notifier/messages/{message}")
    assert (line.title, line.tone) == ("Acknowledgement", "done")
    assert await asked("ticketing.tickets.answer") == Recent(permitted=False)
    assert (await asked(READ, tenant=uuid4())).lines == ()


async def test_the_list_is_filtered_by_state_and_says_when_there_is_nothing(notifier, owners: Owners, mails, tenant):
    reader = a_member(tenant, READ)
    message = await a_message(notifier, owners, tenant, owners.somebody(), "accepted")

    accepted = await notifier.call(reader, "GET", "/console/", params={"statut": "accepted"})
    failed = await notifier.call(reader, "GET", "/console/", params={"statut": "permanent-failure"})
    mistyped = await notifier.call(reader, "GET", "/console/", params={"recherche": "PLA-2026"})

    assert message in accepted.text
    assert message not in failed.text
    assert "Aucun message" in failed.text
    assert "pas un identifiant" in mistyped.text


async def test_the_console_speaks_english(notifier, owners: Owners, mails, tenant):
    message = await a_message(notifier, owners, tenant, owners.somebody(), "accepted")
    reader, english = a_member(tenant, READ), {"accept-language": "en"}

    listed = await notifier.call(reader, "GET", "/console/", headers=english)
    shown = await notifier.call(reader, "GET", f"/console/messages/{message}", headers=english)

    assert "Messages sent" in listed.text
    assert "Acknowledgement" in shown.text


async def test_the_trace_is_one_click_away(notifier, owners: Owners, mails, tenant, monkeypatch):
    monkeypatch.setattr(notifier.service.settings, "traces_url", "http://traces.example")
    event, person = a_submission(), owners.somebody()
    facts = facts_of("dossier_received", person)
    await owners.says(event, tenant=tenant, facts=facts, trace="4bf92f3577b34da6a3ce929d0e0e4737")
    await mails.one_to(person.email)
    [row] = await notifier.rows("select id from notifications where tenant = :tenant", tenant=tenant)

    shown = await notifier.call(a_member(tenant, READ), "GET", f"/console/messages/{row['id']}")

    assert 'href="http://traces.example/traces/4bf92f3577b34da6a3ce929d0e0e4737"' in shown.text


async def test_the_console_is_closed_to_others(notifier, owners: Owners, mails, tenant):
    message = await a_message(notifier, owners, tenant, owners.somebody(), "accepted")
    path = f"/console/messages/{message}"

    assert (await notifier.call(None, "GET", "/console/")).status_code == 401
    assert (await notifier.call(a_citizen(tenant), "GET", path)).status_code == 403
    assert (await notifier.call(a_member(tenant), "GET", path)).status_code == 403
    assert (await notifier.call(a_member(None, READ), "GET", path)).status_code == 404
