"""« Mon tableau de bord »: what waits, what is begun, what comes."""

import pytest
from agendas import at, booked, offers_appointments
from towns import Town

from chassis.actor import Actor
from kit.actors import a_visitor

ASKED = {"type": "proof", "label": "Justificatif de domicile", "reason": "Illisible", "indispensable": True}


async def dashboard(town: Town, actor: Actor) -> dict:
    answer = await town.call(actor, "GET", "/me/dashboard")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.requirement("GW-02")
async def test_what_the_town_waits_for_is_told_with_the_pieces_it_asked_for(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id, quiet = await town.submitted(camille), await town.submitted(camille)
    asked = await town.call(agent, "POST", f"/dossiers/{dossier_id}/piece-requests", json=ASKED)
    assert asked.status_code == 201, asked.text

    shown = await dashboard(town, camille)

    [waiting] = shown["waiting"]
    assert (waiting["dossier"]["id"], waiting["pieces"]) == (dossier_id, ["Justificatif de domicile"])
    assert {line["id"] for line in shown["last"]} == {dossier_id, quiet}


@pytest.mark.requirement("GW-02")
async def test_a_piece_received_waits_no_more(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    asked = await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json=ASKED)
    await town.attaches(camille, dossier_id, request_id=asked.json()["id"])

    assert (await dashboard(town, camille))["waiting"] == []


@pytest.mark.requirement("GW-02")
async def test_drafts_stand_apart_from_what_was_sent(town: Town):
    await town.offers()
    camille = town.citizen()
    sent, draft = await town.submitted(camille), await town.begun(camille)

    shown = await dashboard(town, camille)

    assert [line["id"] for line in shown["drafts"]] == [draft]
    assert [line["id"] for line in shown["last"]] == [sent]


@pytest.mark.requirement("GW-02")
async def test_appointments_to_come_are_told_the_next_first_until_they_are_over(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    _, late = await booked(town, camille, calendar, at(9, 40))
    _, early = await booked(town, camille, calendar, at(9))

    before = (await dashboard(town, camille))["appointments"]
    town.service.clock.stop_at(at(9, 30))
    after = (await dashboard(town, camille))["appointments"]

    assert [one["id"] for one in before] == [early, late]
    assert (before[0]["venue"], before[0]["held_until"]) == ("Hôtel de ville", None)
    assert [one["id"] for one in after] == [late]


@pytest.mark.requirement("GW-02")
async def test_nobody_sees_anything_of_another_and_a_visitor_has_none(town: Town):
    await town.offers()
    await town.submitted(town.citizen())
    nothing = {"waiting": [], "drafts": [], "last": [], "appointments": []}

    assert await dashboard(town, town.citizen()) == nothing
    assert (await town.call(a_visitor(town.tenant), "GET", "/me/dashboard")).status_code in (401, 403)
