"""Which mail each fact becomes, and to whom."""

from typing import Any

import pytest
from support_portal import Portal

from contracts.asks import AskMessageFacts, MessageFacts
from contracts.messages import BY_KEY


async def facts_about(portal: Portal, type: str, **wanted: Any) -> MessageFacts:
    """What is said to the notifier about the last event of this type."""
    event = [
        e for e in await portal.service.published(portal.tenant, type=type) if wanted.items() <= e["data"].items()
    ][-1]
    asked = AskMessageFacts(tenant=portal.tenant, event_id=event["id"], event_type=type, data=event["data"])
    return await portal.as_notifier(asked)


@pytest.mark.requirement("TK-02")
async def test_the_requester_gets_an_acknowledgement(portal: Portal):
    ticket = await portal.open()

    facts = await facts_about(portal, "ticketing.ticket.opened.v1")

    [recipient] = facts.recipients
    assert (facts.template, recipient.account_id) == ("ticket_opened", portal.customer.account)
    assert facts.values["title"] == "Le bouton reste gris"
    assert facts.values["link"] == f"http://assistance.localhost:8000/mes-tickets/{ticket}"
    assert facts.values.keys() == BY_KEY["ticket_opened"].names


@pytest.mark.requirement("NT-01")
async def test_an_answer_of_support_is_told_to_the_requester_and_his_own_is_not(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    await portal.reply(ticket)

    answered = await facts_about(portal, "ticketing.ticket.answered.v1", author="support")
    replied = await facts_about(portal, "ticketing.ticket.answered.v1", author="customer")

    assert (answered.template, len(answered.recipients), len(replied.recipients)) == ("ticket_answered", 1, 0)


@pytest.mark.requirement("NT-01")
async def test_an_answer_that_solves_is_told_by_one_mail(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")

    answered = await facts_about(portal, "ticketing.ticket.answered.v1")
    resolved = await facts_about(portal, "ticketing.ticket.status_changed.v1", status="resolved")

    assert (len(answered.recipients), resolved.template, len(resolved.recipients)) == (0, "ticket_resolved", 1)


async def test_a_solution_that_was_contradicted_meanwhile_is_told_no_more(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")
    await portal.reply(ticket, "Non, toujours pas.")

    resolved = await facts_about(portal, "ticketing.ticket.status_changed.v1", status="resolved")

    assert resolved.recipients == ()


async def test_nothing_is_told_of_another_providers_ticket(portal: Portal):
    await portal.open()
    event = (await portal.service.published(portal.tenant))[0]

    asked = AskMessageFacts(tenant=portal.town, event_id=event["id"], event_type=event["type"], data=event["data"])
    facts = await portal.as_notifier(asked)

    assert facts.recipients == ()
