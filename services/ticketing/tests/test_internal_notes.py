"""What the support team writes for itself never leaves it."""

import json

import pytest
from support_portal import READ, Portal

from contracts.asks import AskMessageFacts
from contracts.ticketing import TicketAnswered

CANARY = "canari-interne-7f3a"


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_in_no_answer_to_a_customer(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    await portal.note(ticket, CANARY)

    paths = [
        "/v1/me/tickets",
        "/v1/me/badges",
        f"/v1/tickets/{ticket}",
        "/v1/organisation/tickets",
        f"/v1/me/tickets?q={CANARY}",
    ]
    for actor in (portal.customer, portal.a_customer(READ)):
        for path in paths:
            answer = await portal.call(actor, "GET", path)
            assert CANARY not in answer.text
    shown = await portal.show(ticket)
    assert [message["internal"] for message in shown["messages"]] == [False]
    assert (await portal.call(portal.customer, "GET", "/v1/me/badges")).json()["unread_messages"] == 1


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_in_no_event_and_no_history(portal: Portal):
    ticket = await portal.open()
    before = await portal.told()

    await portal.note(ticket, CANARY)

    assert await portal.told() == before
    events = await portal.service.published(portal.tenant)
    assert CANARY not in json.dumps([dict(event) for event in events], default=str)
    assert [line["event"] for line in (await portal.show(ticket))["history"]] == ["opened"]


@pytest.mark.requirement("TK-06")
async def test_the_service_writes_no_mail_about_an_internal_note(portal: Portal):
    ticket = await portal.open()
    note = (await portal.note(ticket, CANARY)).json()["id"]
    data = {"ticket_id": ticket, "message_id": note, "author": "support"}

    asked = AskMessageFacts(tenant=portal.tenant, event_id=portal.town, event_type=TicketAnswered.type, data=data)
    facts = await portal.as_notifier(asked)

    assert facts.recipients == ()
    assert CANARY not in str(facts)


@pytest.mark.requirement("TK-06")
async def test_colleagues_of_the_support_team_read_the_note(portal: Portal):
    ticket = await portal.open()

    await portal.note(ticket, CANARY)

    [note] = (await portal.desk(ticket))["messages"]
    assert (note["body"], note["internal"]) == (CANARY, True)


async def test_a_support_agent_does_not_speak_as_the_customer(portal: Portal):
    ticket = await portal.open()

    answer = await portal.reply(ticket, actor=portal.agent)

    assert answer.status_code == 403


async def test_the_database_refuses_an_internal_note_of_a_customer(portal: Portal):
    ticket = await portal.open()

    statement = (
        "insert into messages (tenant, id, ticket_id, audience, side, author, body, posted_at, in_version)"
        " values (:tenant, gen_random_uuid(), :ticket, 'internal', 'customer', :tenant, 'x', now(), 1) returning id"
    )
    with pytest.raises(Exception, match="customers_write_no_internal_notes"):
        await portal.service.rows(statement, tenant=portal.tenant, ticket=ticket)


async def test_the_service_itself_can_neither_change_nor_delete_what_was_written(portal: Portal):
    granted = "select privilege_type from information_schema.role_table_grants where table_name = 'messages' and grantee = 'ticketing_app'"

    rights = {row["privilege_type"] for row in await portal.service.rows(granted)}

    assert rights == {"SELECT", "INSERT"}
