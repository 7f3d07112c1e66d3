"""What somebody may try with requests, twice, forged or too late (docs/abuse-cases.md, C)."""

import re
from datetime import timedelta

import pytest
from agendas import at, booked, holds, offers_appointments
from desks import Desk
from towns import Town

from kit.actors import a_visitor
from kit.service import problem

CONFIRMED = {"confirm": True}


@pytest.mark.requirement("DM-09")
@pytest.mark.parametrize("key", ["", "k" * 300])
async def test_a_key_that_is_none_is_refused_before_anything_is_done(town: Town, key: str):
    await town.offers()
    camille = town.citizen()
    path = f"/dossiers/{await town.submitted(camille)}/messages"

    refused = await town.call(camille, "POST", path, json={"body": "Bonjour"}, headers={"idempotency-key": key})

    assert refused.status_code == 422
    assert problem(refused)["errors"][0]["pointer"] == "/Idempotency-Key"
    assert await town.service.published(town.tenant, type="demarches.message.posted.v1") == []


@pytest.mark.requirement("DM-09")
async def test_the_same_key_of_two_people_is_two_keys(town: Town):
    await town.offers()
    answers = []
    for person in (town.citizen(), town.citizen()):
        path = f"/dossiers/{await town.submitted(person)}/messages"
        headers = {"idempotency-key": "twice"}
        answers += [
            await town.call(person, "POST", path, json={"body": body}, headers=headers)
            for body in ("Bonjour", "Bonjour", "Bonsoir")
        ]

    assert [answer.status_code for answer in answers] == [201, 201, 422] * 2
    assert answers[0].content == answers[1].content
    assert answers[3].content != answers[0].content


@pytest.mark.requirement("DM-14")
async def test_what_is_cancelled_is_cancelled_once_and_never_by_looking(town: Town):
    await town.offers(quota=1)
    camille, stranger = town.citizen(), town.citizen()
    dossier_id = await town.submitted(camille)
    path = f"/dossiers/{dossier_id}/cancellation"

    looked = await town.call(camille, "GET", path)
    other = await town.call(stranger, "POST", path, json=CONFIRMED)
    answers = [await town.call(camille, "POST", path, json=body) for body in ({}, CONFIRMED, CONFIRMED)]

    assert (looked.status_code, other.status_code) == (405, 404)
    assert [answer.status_code for answer in answers] == [422, 201, 409]
    [quota] = await town.service.rows("select used from allotments where tenant = :t", t=town.tenant)
    assert quota["used"] == 0


@pytest.mark.requirement("RV-02")
async def test_what_is_cancelled_takes_no_appointment(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id, _ = await booked(town, camille, calendar, at(9))
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/cancellation", json=CONFIRMED)

    again = await holds(town, camille, dossier_id, calendar, at(9, 20))

    assert again.status_code == 409


@pytest.mark.requirement("DM-10")
async def test_a_link_that_follows_a_request_dies_after_a_year(town: Town):
    await town.offers()
    visitor = a_visitor(town.tenant)
    tracking = (await town.submits(visitor, await town.filled(visitor))).json()["tracking"]

    town.service.clock.move(timedelta(days=364))
    still = await town.call(a_visitor(town.tenant), "GET", f"/tracking/{tracking}")
    town.service.clock.move(timedelta(days=2))
    gone = await town.call(a_visitor(town.tenant), "GET", f"/tracking/{tracking}")

    assert (still.status_code, gone.status_code) == (200, 410)


@pytest.mark.requirement("DM-13")
async def test_the_same_piece_asked_for_twice_is_asked_for_once(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    page = (await desk.opens(address)).text
    shown = dict(re.findall(r'name="(version|seen)" value="([^"]+)"', page))
    asked = {"piece-label": "Une photo", "piece-type": "other", "piece-indispensable": "1", **shown}

    answers = [await desk.sends(address, f"{address}/piece-requests", asked) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 412]
