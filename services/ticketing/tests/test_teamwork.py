"""Agents together: sharing out, handing over, merging with a way back, acting on many, seeing who is there, opinions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from desk_pages import read, send
from support_portal import ANSWER, READ, Portal

from kit.actors import a_member

SET_UP = "ticketing.settings.edit"


def a_colleague(portal: Portal) -> Any:
    return a_member(portal.tenant, ANSWER)


async def reference_of(portal: Portal, ticket: str) -> str:
    return (await portal.desk(ticket))["reference"]


async def act(portal: Portal, ticket: str, what: str, **body: Any) -> Any:
    return await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/{what}", json=body)


async def a_team(portal: Portal, *members: Any, **facts: Any) -> dict[str, Any]:
    made = {"id": str(uuid4()), "name": "Niveau 1", "members": [str(one.account) for one in members], **facts}
    boss = a_member(portal.tenant, SET_UP)
    answer = await portal.call(boss, "PUT", f"/v1/desk/teams/{made['id']}", json=made)
    assert answer.status_code == 200, answer.text
    return made


@pytest.mark.requirement("TK-06")
async def test_a_new_request_goes_to_whoever_of_the_team_has_the_fewest(portal: Portal):
    one, two = a_colleague(portal), a_colleague(portal)
    await a_team(portal, one, two, kinds=["software_anomaly"], shares_out=True)

    tickets = [await portal.open() for _ in range(3)]
    other = await portal.open(entry="evolution", impact=None, urgency=None)

    shown = [await portal.desk(ticket) for ticket in (*tickets, other)]
    assert [line["assignee_id"] for line in shown] == [str(one.account), str(two.account), str(one.account), None]
    assert {line["status"] for line in shown} == {"new"}


@pytest.mark.requirement("TK-06")
async def test_the_teams_queue_is_its_members(portal: Portal):
    member = a_colleague(portal)
    await a_team(portal, member)
    ticket = await portal.open()

    async def queue(actor: Any) -> list[str]:
        answer = await portal.call(actor, "GET", "/v1/desk/tickets", params={"queue": "team"})
        return [line["id"] for line in answer.json()["items"]]

    assert (await queue(member), await queue(a_colleague(portal))) == ([ticket], [])


@pytest.mark.requirement("TK-06")
async def test_a_merged_request_is_read_in_the_other_and_can_be_taken_apart_for_thirty_days(portal: Portal):
    kept, merged = await portal.open(), await portal.open()
    await portal.reply(merged, "Dit dans la seconde.")
    await portal.note(merged, "Interne à la seconde.")

    answer = await act(portal, merged, "merger", reference=await reference_of(portal, kept))
    together = await portal.show(kept)
    notes = await portal.desk(kept)
    portal.service.clock.move(timedelta(days=29))
    undone = await act(portal, merged, "merger/undoing")

    assert (answer.status_code, (await portal.show(merged))["status"]) == (201, "open")
    assert [m["body"] for m in together["messages"]] == ["Dit dans la seconde."]
    assert "Interne à la seconde." in [m["body"] for m in notes["messages"]]
    assert undone.status_code == 201
    assert (await portal.show(kept))["messages"] == []


@pytest.mark.requirement("TK-06")
async def test_what_was_merged_for_more_than_thirty_days_stays_so(portal: Portal):
    kept, merged = await portal.open(), await portal.open()
    await act(portal, merged, "merger", reference=await reference_of(portal, kept))
    portal.service.clock.move(timedelta(days=30, seconds=1))

    answer = await act(portal, merged, "merger/undoing")

    assert answer.status_code == 409
    assert (await portal.show(merged))["status"] == "merged"


@pytest.mark.requirement("TK-06")
async def test_requests_of_two_people_are_linked_and_never_merged(portal: Portal):
    mine, theirs = await portal.open(), await portal.open(portal.a_customer("ticketing.tickets.open"))
    reference = await reference_of(portal, theirs)

    merged = await act(portal, mine, "merger", reference=reference)
    linked = await act(portal, mine, "links", reference=reference)

    assert (merged.status_code, linked.status_code) == (409, 201)
    page = await read(portal, f"/console/tickets/{mine}")
    assert reference in page.text
    assert reference not in str(await portal.show(mine))


async def test_a_request_is_not_merged_with_itself_nor_with_an_unknown_or_closed_one(portal: Portal):
    ticket, closed = await portal.open(), await portal.open()
    await portal.call(portal.customer, "POST", f"/v1/tickets/{closed}/cancellation")

    itself = await act(portal, ticket, "merger", reference=await reference_of(portal, ticket))
    unknown = await act(portal, ticket, "merger", reference="ASS-1999-000001")
    over = await act(portal, ticket, "merger", reference=await reference_of(portal, closed))

    assert (itself.status_code, unknown.status_code, over.status_code) == (409, 404, 409)


@pytest.mark.requirement("TK-06")
async def test_one_act_on_many_says_what_it_left(portal: Portal):
    tickets = [await portal.open() for _ in range(3)]
    await portal.call(portal.customer, "POST", f"/v1/tickets/{tickets[0]}/cancellation")
    foreign = str(uuid4())

    body = {"tickets": [*tickets, foreign], "act": "resolve"}
    answer = await portal.call(portal.agent, "POST", "/v1/desk/acts", json=body)

    assert answer.json() == {"done": 2, "left": 2}
    assert [(await portal.show(t))["status"] for t in tickets] == ["cancelled", "resolved", "resolved"]


@pytest.mark.requirement("TK-06")
async def test_who_reads_or_writes_is_seen_by_the_others_and_for_a_short_time(portal: Portal):
    ticket, colleague = await portal.open(), a_colleague(portal)
    path = f"/v1/desk/tickets/{ticket}/presence"
    await portal.call(colleague, "POST", path, json={"writing": True})

    seen = (await portal.call(portal.agent, "POST", path, json={})).json()
    portal.service.clock.move(timedelta(seconds=30))
    later = (await portal.call(portal.agent, "POST", path, json={})).json()

    assert [(one["agent_id"], one["writing"]) for one in seen] == [(str(colleague.account), True)]
    assert later == []


@pytest.mark.requirement("TK-06")
async def test_a_draft_waits_for_its_author_alone_and_goes_with_the_answer(portal: Portal):
    ticket = await portal.open()
    await send(portal, ticket, "draft", body="Une réponse à moitié")

    mine = (await read(portal, f"/console/tickets/{ticket}")).text
    theirs = (await read(portal, f"/console/tickets/{ticket}", a_colleague(portal))).text
    await portal.answer(ticket)
    after = (await read(portal, f"/console/tickets/{ticket}")).text

    assert "Une réponse à moitié" in mine
    assert "Une réponse à moitié" not in theirs
    assert "Une réponse à moitié" not in after


@pytest.mark.requirement("TK-06")
async def test_a_ready_made_answer_is_filled_in(portal: Portal):
    ticket, boss, reply = await portal.open(), a_member(portal.tenant, SET_UP), str(uuid4())
    made = {
        "id": reply,
        "title": "Accusé",
        "body": "Bonjour {{demandeur}}, au sujet de {{numero}} :",
        "outcome": "resolved",
    }

    kept = await portal.call(boss, "PUT", f"/v1/desk/replies/{reply}", json=made)
    wrong = await portal.call(boss, "PUT", f"/v1/desk/replies/{reply}", json={**made, "body": "{{secret}}"})
    page = await read(portal, f"/console/tickets/{ticket}?modele={reply}")

    assert (kept.status_code, wrong.status_code) == (200, 422)
    assert f"au sujet de {await reference_of(portal, ticket)} :" in page.text
    assert "Bonjour Camille" in page.text


@pytest.mark.requirement("TK-06")
async def test_a_request_is_handed_to_a_known_colleague_and_to_nobody_else(portal: Portal):
    ticket, colleague = await portal.open(), a_colleague(portal)
    unknown = await act(portal, ticket, "assignee", agent=str(uuid4()))
    await read(portal, "/console/", colleague)

    known = await act(portal, ticket, "assignee", agent=str(colleague.account))

    assert (unknown.status_code, known.status_code) == (422, 201)
    assert (await portal.desk(ticket))["assignee_id"] == str(colleague.account)


@pytest.mark.requirement("TK-06")
async def test_the_requester_alone_says_what_they_think_once_it_is_solved(portal: Portal):
    ticket, path = await portal.open(), "/v1/tickets/{}/opinion"
    early = await portal.call(portal.customer, "PUT", path.format(ticket), json={"score": 5})
    await portal.answer(ticket, then="resolved")

    given = await portal.call(portal.customer, "PUT", path.format(ticket), json={"score": 4, "comment": "Rapide."})
    wrong = await portal.call(portal.customer, "PUT", path.format(ticket), json={"score": 6})
    stranger = await portal.call(portal.a_customer(), "PUT", path.format(ticket), json={"score": 1})

    assert [one.status_code for one in (early, given, wrong, stranger)] == [409, 204, 422, 404]
    assert "Rapide." in (await read(portal, f"/console/tickets/{ticket}")).text
    told = (await portal.call(portal.customer, "GET", f"/v1/tickets/{ticket}")).json()["opinion"]
    assert (told["score"], told["comment"]) == (4, "Rapide.")
    reads_all = portal.a_customer(READ)
    assert (await portal.call(reads_all, "GET", f"/v1/tickets/{ticket}")).json()["opinion"] is None
    figures = (await portal.call(portal.agent, "GET", "/v1/desk/statistics")).json()
    assert (figures["average"], figures["weeks"][-1]["opened"]) == (4.0, 1)


@pytest.mark.requirement("TK-06")
async def test_a_view_is_kept_for_oneself(portal: Portal):
    await portal.open(subject="Imprimante muette", impact="organisation")
    await portal.open(subject="Écran bleu")
    page = await read(portal, "/console/?file=unassigned&gravite=critical")
    from test_settings import posted

    await posted(
        portal, "/console/?file=unassigned&gravite=critical", "/console/views", name="Urgences", gravite="critical"
    )

    assert "Imprimante muette" in page.text
    assert "Écran bleu" not in page.text
    assert "Urgences" in (await read(portal, "/console/")).text
    assert "Urgences" not in (await read(portal, "/console/", a_colleague(portal))).text


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize("path", ["/console/statistiques", "/console/tickets/{ticket}/delais"])
async def test_the_pages_of_figures_are_there(path: str, portal: Portal):
    ticket = await portal.open()

    assert (await read(portal, path.format(ticket=ticket))).status_code == 200
