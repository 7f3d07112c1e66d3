"""Agents: take, ask, answer, decide."""

import asyncio

import pytest
from towns import Town

from demarches.domain.policies import READ
from kit.actors import a_member
from kit.service import problem

ASKED = {"type": "proof", "label": "Justificatif de domicile", "reason": "La facture date de 2019."}


@pytest.mark.requirement("DM-16")
async def test_an_agent_finds_takes_and_decides_a_dossier(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    queue = (await town.call(agent, "GET", "/dossiers", params={"view": "unassigned"})).json()["items"]
    taken = await town.call(agent, "POST", f"/dossiers/{dossier_id}/examination")
    mine = (await town.call(agent, "GET", "/dossiers", params={"view": "mine"})).json()["items"]
    decided = await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})

    assert [line["id"] for line in queue] == [line["id"] for line in mine] == [dossier_id]
    assert (taken.json()["status"], decided.json()["status"]) == ("under_examination", "accepted")
    types = [event["type"] for event in await town.service.published(town.tenant)]
    assert types[-2:] == ["demarches.dossier.under_examination.v1", "demarches.dossier.decided.v1"]


@pytest.mark.requirement("DM-16")
async def test_the_second_of_two_decisions_is_told_who_decided_and_when(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    first, second = town.agent(), town.agent()

    answers = await asyncio.gather(
        town.call(first, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"}),
        town.call(second, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "refused", "reasons": "Non."}),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = problem(next(answer for answer in answers if answer.status_code == 409))
    assert str(first.subject) in refused["detail"] or str(second.subject) in refused["detail"]
    assert len(await town.service.published(town.tenant, type="demarches.dossier.decided.v1")) == 1


@pytest.mark.requirement("DM-16")
async def test_a_refusal_gives_its_reasons(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())

    answer = await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "refused"})

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == "/reasons"


@pytest.mark.requirement("DM-13")
async def test_a_piece_asked_for_waits_for_the_citizen_and_its_arrival_resumes_the_examination(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    asked = await town.call(agent, "POST", f"/dossiers/{dossier_id}/piece-requests", json=ASKED)
    waiting = await town.shows(camille, dossier_id)
    badges = (await town.call(camille, "GET", "/me/badges")).json()
    answered = await town.attaches(camille, dossier_id, request_id=asked.json()["id"])
    after = await town.shows(camille, dossier_id)

    assert (waiting["status"], waiting["clock"]["status"], waiting["clock"]["due_on"]) == (
        "incomplete",
        "waiting",
        None,
    )
    assert badges == {"unread_messages": 0, "waiting_for_me": 1}
    assert answered.json()["status"] == after["status"] == "under_examination"
    assert after["clock"]["due_on"] is not None
    assert [line["type"] for line in after["history"]][:2] == ["dossier.under_examination", "piece.received"]


@pytest.mark.requirement("DM-13")
async def test_a_piece_demanded_twice_over_is_received_once(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    asked = (await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json=ASKED)).json()["id"]

    await town.attaches(camille, dossier_id, request_id=asked)
    again = await town.attaches(camille, dossier_id, request_id=asked)

    assert again.status_code == 409


@pytest.mark.requirement("DM-12")
async def test_messages_are_unread_until_the_other_side_reads_them(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)
    path = f"/dossiers/{dossier_id}/messages"

    await town.call(agent, "POST", path, json={"body": "Bonjour, quelle couleur ?"})
    await town.call(agent, "POST", f"{path}/reading")
    before = (await town.call(camille, "GET", "/me/badges")).json()
    read = (await town.call(camille, "POST", f"{path}/reading")).json()
    after = (await town.call(camille, "GET", "/me/badges")).json()

    assert (before["unread_messages"], read["read"], after["unread_messages"]) == (1, 1, 0)
    assert (await town.shows(camille, dossier_id))["messages"][0]["author"] is None


@pytest.mark.requirement("DM-14")
async def test_a_cancelled_dossier_takes_neither_message_nor_piece_nor_decision(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    unconfirmed = await town.call(camille, "POST", f"/dossiers/{dossier_id}/cancellation", json={})
    cancelled = await town.call(camille, "POST", f"/dossiers/{dossier_id}/cancellation", json={"confirm": True})
    message = await town.call(camille, "POST", f"/dossiers/{dossier_id}/messages", json={"body": "Et si ?"})
    piece = await town.attaches(camille, dossier_id)
    decision = await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})

    assert (unconfirmed.status_code, cancelled.status_code) == (422, 201)
    assert (message.status_code, piece.status_code, decision.status_code) == (409, 409, 409)
    archived = (await town.call(camille, "GET", "/me/dossiers", params={"view": "archived"})).json()["items"]
    assert [line["id"] for line in archived] == [dossier_id]


@pytest.mark.requirement("DM-16")
async def test_internal_notes_never_reach_the_citizen(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    await town.call(agent, "POST", f"/dossiers/{dossier_id}/notes", json={"body": "NOTE-INTERNE"})

    assert "NOTE-INTERNE" not in (await town.call(camille, "GET", f"/dossiers/{dossier_id}")).text
    assert "NOTE-INTERNE" in (await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")).text
    assert "NOTE-INTERNE" not in str(await town.service.published(town.tenant))


@pytest.mark.requirement("DM-16")
async def test_opening_somebodys_dossier_is_written_in_the_journal(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")

    lines = await town.service.rows(
        "select actor, concerns from journal where tenant = :t and action = 'demarches.dossier.opened'", t=town.tenant
    )
    assert [(line["actor"], line["concerns"]) for line in lines] == [(str(agent), camille.subject)]


@pytest.mark.requirement("DM-16")
async def test_a_late_dossier_is_found_among_the_late_ones(town: Town):
    from datetime import timedelta

    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    town.service.clock.move(timedelta(days=80))

    late = (await town.call(town.agent(), "GET", "/dossiers", params={"view": "late"})).json()["items"]

    assert [(line["id"], line["late"]) for line in late] == [(dossier_id, True)]


@pytest.mark.requirement("DM-16")
async def test_pages_of_the_queue_follow_each_other(town: Town):
    await town.offers()
    ids = [await town.submitted(town.citizen()) for _ in range(5)]
    agent = a_member(town.tenant, READ)

    seen, cursor = [], None
    for _ in range(3):
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await town.call(agent, "GET", "/dossiers", params=params)).json()
        seen, cursor = seen + [line["id"] for line in page["items"]], page["next"]

    assert (seen, cursor) == (ids[::-1], None)


@pytest.mark.requirement("DM-16")
async def test_nobody_examines_their_own_request(town: Town):
    await town.offers()
    agent = town.agent()
    dossier_id = await town.submitted(agent)

    taken = await town.call(agent, "POST", f"/dossiers/{dossier_id}/examination")
    decided = await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})

    assert (taken.status_code, decided.status_code) == (403, 403)
    assert (await town.shows(agent, dossier_id))["status"] == "submitted"


async def test_a_view_that_does_not_exist_is_said_so(town: Town):
    assert (await town.call(town.agent(), "GET", "/dossiers", params={"view": "x"})).status_code == 422
    assert (await town.call(town.citizen(), "GET", "/me/dossiers", params={"view": "x"})).status_code == 422
