"""Waiting for a slot, being reminded of one, finding it again: files and links."""

from datetime import timedelta

import pytest
from agendas import MONDAY, NOW, at, booked, books, holds, offers_appointments, ring, used
from towns import Town

from kit.actors import a_visitor


@pytest.mark.requirement("RV-04")
async def test_who_waits_is_offered_the_slot_that_comes_free_and_takes_it(town: Town):
    calendar = await offers_appointments(town)
    one, other = town.citizen(), town.citizen()
    first, at_nine = await booked(town, one, calendar, at(9))
    second, at_forty = await booked(town, other, calendar, at(9, 40))
    await town.call(other, "POST", f"/dossiers/{second}/waiting/{calendar}")

    await books(town, one, first, calendar, at(9, 20), instead_of=at_nine)
    offer = next(b for b in (await town.shows(other, second))["bookings"] if b["offered"])
    third = town.citizen()
    jumped = await holds(town, third, await town.begun(third), calendar, at(9))
    taken = await town.call(other, "POST", f"/dossiers/{second}/bookings/{offer['id']}/confirmation")

    assert (jumped.status_code, taken.status_code) == (409, 201)
    shown = {b["id"]: b["status"] for b in (await town.shows(other, second))["bookings"]}
    assert shown == {offer["id"]: "confirmed", at_forty: "moved"}
    assert await used(town) == [1, 1, 0]


@pytest.mark.requirement("RV-04")
@pytest.mark.parametrize("given_back", ["cancellation", "bookings/{booking}/cancellation"])
async def test_nobody_is_offered_the_slot_they_gave_back_themselves(town: Town, given_back: str):
    calendar = await offers_appointments(town, mandatory=False)
    camille = town.citizen()
    dossier_id, booking_id = await booked(town, camille, calendar, at(9))
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/waiting/{calendar}")

    path = f"/dossiers/{dossier_id}/" + given_back.format(booking=booking_id)
    cancelled = await town.call(camille, "POST", path, json={"confirm": True})

    assert cancelled.status_code == 201
    assert [b["status"] for b in (await town.shows(camille, dossier_id))["bookings"]] == ["cancelled"]
    assert await used(town) == [0]


@pytest.mark.requirement("RV-04")
async def test_an_offer_that_nobody_takes_goes_to_the_next_then_back_to_all(town: Town):
    calendar = await offers_appointments(town)
    people = [town.citizen() for _ in range(3)]
    (first, at_nine), (second, _), (third, _) = [
        await booked(town, person, calendar, moment)
        for person, moment in zip(people, (at(9), at(9, 20), at(9, 40)), strict=True)
    ]
    for person, dossier_id in ((people[1], second), (people[2], third)):
        await town.call(person, "POST", f"/dossiers/{dossier_id}/waiting/{calendar}")
    await books(town, people[0], first, calendar, at(9, 0, MONDAY + timedelta(days=1)), instead_of=at_nine)

    async def offered_to() -> list[bool]:
        seen = [await town.shows(person, d) for person, d in ((people[1], second), (people[2], third))]
        return [any(b["status"] == "held" for b in dossier["bookings"]) for dossier in seen]

    assert await offered_to() == [True, False]
    await ring(town, timedelta(hours=25))
    assert await offered_to() == [False, True]
    await ring(town, timedelta(hours=25))
    assert await offered_to() == [False, False]
    waits = await town.service.rows("select status from waiting where tenant = :t order by id", t=town.tenant)
    assert [row["status"] for row in waits] == ["passed", "passed"]


@pytest.mark.requirement("RV-04")
async def test_a_reminder_is_due_once_two_days_before_and_not_for_what_was_moved(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    thursday, friday = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
    dossier_id, former = await booked(town, camille, calendar, at(9, 0, thursday))
    await books(town, camille, dossier_id, calendar, at(9, 0, friday), instead_of=former)

    await ring(town, at(9, 30, MONDAY + timedelta(days=1)) - NOW)
    before = await town.service.published(town.tenant, type="demarches.booking.reminder_due.v1")
    await ring(town, timedelta(days=1))
    due = await town.service.published(town.tenant, type="demarches.booking.reminder_due.v1")

    assert (len(before), len(due)) == (0, 1)
    assert str(due[0]["data"]["booking_id"]) != former


@pytest.mark.requirement("RV-04")
async def test_the_ics_file_says_when_and_where_and_that_it_is_cancelled(town: Town):
    calendar = await offers_appointments(town, mandatory=False)
    camille = town.citizen()
    dossier_id, booking_id = await booked(town, camille, calendar, at(9))
    path = f"/dossiers/{dossier_id}/bookings/{booking_id}"

    before = await town.call(camille, "GET", f"{path}/file.ics")
    await town.call(camille, "POST", f"{path}/cancellation", json={"confirm": True})
    after = await town.call(camille, "GET", f"{path}/file.ics")

    assert before.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20261130T080000Z" in before.text
    assert "Hôtel de ville" in before.text.replace("\r\n ", "")
    assert "STATUS:CONFIRMED" in before.text
    assert "STATUS:CANCELLED" in after.text
    assert [f"UID:{booking_id}@parvis" in text for text in (before.text, after.text)] == [True, True]


@pytest.mark.requirement("RV-04")
async def test_the_file_opened_by_link_speaks_the_language_of_the_request(town: Town):
    calendar = await offers_appointments(town)
    visitor = a_visitor(town.tenant, locale="en")
    dossier_id = await town.filled(visitor)
    await holds(town, visitor, dossier_id, calendar, at(9))
    tracking = (await town.submits(visitor, dossier_id)).json()["tracking"]
    somebody = a_visitor(town.tenant)

    seen = (await town.call(somebody, "GET", f"/tracking/{tracking}")).json()
    file = await town.call(somebody, "GET", f"/tracking/{tracking}/bookings/{seen['appointment']['id']}/file.ics")

    assert seen["locale"] == "en"
    assert "Number of your request: PLA-" in file.text.replace("\r\n ", "")


@pytest.mark.requirement("RV-04")
async def test_a_visitor_books_and_finds_the_appointment_by_the_link(town: Town):
    calendar = await offers_appointments(town)
    visitor = a_visitor(town.tenant)
    dossier_id = await town.filled(visitor)
    await holds(town, visitor, dossier_id, calendar, at(9))
    tracking = (await town.submits(visitor, dossier_id)).json()["tracking"]
    somebody = a_visitor(town.tenant)

    seen = (await town.call(somebody, "GET", f"/tracking/{tracking}")).json()
    file = await town.call(somebody, "GET", f"/tracking/{tracking}/bookings/{seen['appointment']['id']}/file.ics")

    assert file.status_code == 200
    assert "Rougon" not in file.text
    waiting = await town.call(visitor, "POST", f"/dossiers/{dossier_id}/waiting/{calendar}")
    assert waiting.status_code == 401
