"""Who of an organisation sees which ticket (TK-04): every cell of the table of `domain/reach.py`, in every door."""

from typing import Any
from uuid import uuid4

import pytest
from support_portal import OPEN, READ, STRANGERS, Portal

from chassis.actor import Actor
from contracts.asks import AskMessageFacts
from contracts.ticketing import TicketShared
from kit.actors import a_citizen, a_member, a_visitor
from ticketing.domain.reach import department_key, reach_of

DEPARTMENT = "ticketing.tickets.read_department"
TICKETS = ("own", "of the department", "of another department", "of no department", "shared", "elsewhere")
# Who reads: what they hold, where, from which department; and which of the tickets exist for them.
READERS: dict[str, tuple[tuple[str, ...], str, set[str]]] = {
    "a member without permission": ((), "État civil", {"own", "shared"}),
    "a member who may open": ((OPEN,), "État civil", {"own", "shared"}),
    "a reader of the department": ((DEPARTMENT,), "État civil", {"own", "shared", "of the department"}),
    "the same, as another hand writes it": ((DEPARTMENT,), "  ETAT  CIVIL ", {"own", "shared", "of the department"}),
    "a reader of the other department": ((DEPARTMENT,), "Voirie", {"own", "shared", "of another department"}),
    "a reader of a department who belongs to none": ((DEPARTMENT,), "", {"own", "shared"}),
    "a reader of the organisation": ((READ,), "", set(TICKETS) - {"elsewhere"}),
    "a reader of both": ((READ, DEPARTMENT), "État civil", set(TICKETS) - {"elsewhere"}),
}


async def share(portal: Portal, ticket: str, colleague: Actor, actor: Actor | None = None) -> Any:
    path, body = f"/v1/tickets/{ticket}/shares", {"colleague": str(colleague.account)}
    return await portal.call(actor or portal.customer, "POST", path, json=body)


async def the_tickets(portal: Portal, reader: Actor) -> dict[str, str]:
    """One of each relation to the reader, by its name."""
    civil = portal.a_customer(OPEN, department="État civil")
    shared = await portal.open(civil_less := portal.a_customer(OPEN, department="Finances"))
    assert (await share(portal, shared, reader, civil_less)).status_code == 201
    owner = a_member(
        portal.tenant, OPEN, subject=reader.subject, organisation=portal.town, department="Service technique"
    )
    return {
        "own": await portal.open(owner),
        "of the department": await portal.open(civil),
        "of another department": await portal.open(portal.a_customer(OPEN, department="Voirie")),
        "of no department": await portal.open(portal.a_customer(OPEN)),
        "shared": shared,
        "elsewhere": await portal.open(portal.a_customer(OPEN, organisation=uuid4(), department="État civil")),
    }


@pytest.mark.requirement("TK-04")
@pytest.mark.parametrize("who", READERS)
async def test_each_ticket_exists_for_whom_the_table_says(who: str, portal: Portal):
    permissions, department, wanted = READERS[who]
    reader = portal.a_customer(*permissions, department=department)
    known = await the_tickets(portal, reader)

    shown = {
        name for name, ticket in known.items() if (await portal.call(reader, "GET", f"/v1/tickets/{ticket}")).is_success
    }

    assert shown == wanted


@pytest.mark.requirement("TK-04")
@pytest.mark.parametrize("who", READERS)
async def test_each_list_holds_what_its_name_says_and_only_for_whom_may_open_it(who: str, portal: Portal):
    permissions, department, visible = READERS[who]
    reader = portal.a_customer(*permissions, department=department)
    known = {ticket: name for name, ticket in (await the_tickets(portal, reader)).items()}

    async def listed(scope: str) -> set[str] | int:
        answer = await portal.call(reader, "GET", f"/v1/{scope}/tickets")
        return {known[line["id"]] for line in answer.json()["items"]} if answer.is_success else answer.status_code

    named = {"etat civil": "of the department", "voirie": "of another department"}
    of_department = {named[key]} if (key := department_key(department)) in named else set[str]()
    assert await listed("me") == {"own"}
    assert await listed("shared") == {"shared"}
    assert await listed("department") == (of_department if DEPARTMENT in permissions else 403)
    assert await listed("organisation") == (visible if READ in permissions else 403)


@pytest.mark.requirement("TK-04")
def test_nobody_but_members_reaches_anything_as_a_customer():
    assert not any(reach_of(a_citizen()))
    assert not any(reach_of(a_visitor()))


@pytest.mark.requirement("TK-04")
async def test_what_is_shared_with_somebody_ends_with_their_membership(portal: Portal):
    ticket, colleague = await portal.open(), portal.a_customer(OPEN)
    await share(portal, ticket, colleague)

    moved_on = a_member(portal.tenant, OPEN, subject=colleague.subject, organisation=uuid4())

    assert (await portal.call(colleague, "GET", f"/v1/tickets/{ticket}")).status_code == 200
    assert (await portal.call(moved_on, "GET", f"/v1/tickets/{ticket}")).status_code == 404
    assert (await portal.call(moved_on, "GET", "/v1/shared/tickets")).json()["items"] == []


@pytest.mark.requirement("TK-04")
async def test_only_its_requester_shares_a_ticket_and_takes_it_back(portal: Portal):
    ticket, colleague = await portal.open(), portal.a_customer(OPEN)
    reader = portal.a_customer(READ, OPEN)

    refused = await share(portal, ticket, colleague, reader)
    hidden = await share(portal, ticket, colleague, colleague)
    await share(portal, ticket, colleague)
    back = f"/v1/tickets/{ticket}/shares/{colleague.account}"
    not_theirs = await portal.call(colleague, "DELETE", back)
    taken = await portal.call(portal.customer, "DELETE", back)

    assert (refused.status_code, hidden.status_code, not_theirs.status_code, taken.status_code) == (403, 404, 403, 200)
    assert (await portal.call(colleague, "GET", f"/v1/tickets/{ticket}")).status_code == 404
    assert [what for what, _ in await portal.told() if "shared" in what] == ["shared", "unshared"]


@pytest.mark.requirement("TK-04")
async def test_a_ticket_is_shared_with_active_colleagues_alone_and_not_with_oneself(portal: Portal):
    ticket, stranger = await portal.open(), portal.a_customer()
    STRANGERS.add(stranger.account or uuid4())

    unknown = await share(portal, ticket, stranger)
    oneself = await share(portal, ticket, portal.customer)

    assert (unknown.status_code, oneself.status_code) == (422, 409)
    assert unknown.json()["errors"][0]["pointer"] == "/colleague"
    assert (await portal.show(ticket))["shared_with"] == []


@pytest.mark.requirement("TK-04")
async def test_sharing_twice_tells_the_colleague_once(portal: Portal):
    ticket, colleague = await portal.open(), portal.a_customer()

    await share(portal, ticket, colleague)
    await share(portal, ticket, colleague)

    [event] = await portal.service.published(portal.tenant, type=TicketShared.type)
    asked = AskMessageFacts(tenant=portal.tenant, event_id=event["id"], event_type=event["type"], data=event["data"])
    facts = await portal.as_notifier(asked)
    assert (facts.template, [one.account_id for one in facts.recipients]) == ("ticket_shared", [colleague.account])
    assert (facts.reply_to, facts.values["title"]) == ("", "Le bouton reste gris")


@pytest.mark.requirement("TK-04")
async def test_a_share_that_was_taken_back_meanwhile_is_not_written_of(portal: Portal):
    ticket, colleague = await portal.open(), portal.a_customer()
    await share(portal, ticket, colleague)
    await portal.call(portal.customer, "DELETE", f"/v1/tickets/{ticket}/shares/{colleague.account}")

    [event] = await portal.service.published(portal.tenant, type=TicketShared.type)
    asked = AskMessageFacts(tenant=portal.tenant, event_id=event["id"], event_type=event["type"], data=event["data"])

    assert (await portal.as_notifier(asked)).recipients == ()


@pytest.mark.requirement("TK-04")
async def test_with_whom_it_is_shared_is_known_to_the_requester_and_support(portal: Portal):
    ticket, colleague, reader = await portal.open(), portal.a_customer(), portal.a_customer(READ)
    await share(portal, ticket, colleague)

    told = [await portal.show(ticket, actor) for actor in (portal.customer, portal.agent, reader, colleague)]

    shared = [str(colleague.account)]
    assert [one["shared_with"] for one in told] == [shared, shared, [], []]
    assert ["share" in one["can"] for one in told] == [True, False, False, False]


@pytest.mark.requirement("TK-04")
async def test_a_colleague_it_is_shared_with_answers_when_they_may_ask_for_help(portal: Portal):
    ticket, helper, only_reads = await portal.open(), portal.a_customer(OPEN), portal.a_customer()
    await share(portal, ticket, helper)
    await share(portal, ticket, only_reads)

    answers = [await portal.reply(ticket, actor=actor) for actor in (helper, only_reads)]

    assert [answer.status_code for answer in answers] == [201, 403]
    assert [one["can"] for one in [await portal.show(ticket, only_reads)]] == [[]]


@pytest.mark.requirement("TK-04")
async def test_colleagues_are_looked_for_in_ones_own_organisation_without_oneself(portal: Portal):
    found = await portal.call(portal.customer, "GET", f"/v1/colleagues?q={uuid4()}")
    oneself = await portal.call(portal.customer, "GET", f"/v1/colleagues?q={portal.customer.account}")

    assert len(found.json()) == 1
    assert set(found.json()[0]) == {"id", "name"}
    assert oneself.json() == []
