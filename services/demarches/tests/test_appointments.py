"""Booking, moving, cancelling, waiting: on a real database, with people who come at the same moment."""

import asyncio
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from agendas import MONDAY, NOW, at, booked, books, holds, offers_appointments, ring, used, week
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from towns import Town

from demarches.domain.policies import ARRANGE
from kit.service import problem

TWIN = """
    insert into bookings (id, dossier_id, calendar_id, starts_at, ends_at, slots, made_at, status, origin)
    select gen_random_uuid(), dossier_id, calendar_id, starts_at, ends_at, slots, made_at, status, origin from bookings
"""
ATTEMPTS = int(os.environ.get("PARVIS_CONTENDED_ATTEMPTS", "300"))


@pytest.mark.requirement("RV-01")
async def test_the_week_of_the_first_free_slot_is_shown_with_its_arrows(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id = await town.begun(camille)

    shown = await week(town, camille, dossier_id)

    assert shown["calendar"]["venue"]["name"] == "Hôtel de ville"
    assert (shown["monday"], shown["following"], shown["previous"]) == ("2026-11-30", "2026-12-07", "2026-11-23")
    assert [len(day["slots"]) for day in shown["days"]] == [3, 3, 3, 3, 3, 0, 0]
    assert (await week(town, camille, dossier_id, calendar=calendar, of="2026-12-25"))["days"][4]["closed"] == "Noël"


@pytest.mark.requirement("RV-01")
async def test_a_slot_held_then_sent_with_the_dossier_is_confirmed(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()

    dossier_id, booking_id = await booked(town, camille, calendar, at(9, 20))

    [booking] = (await town.shows(camille, dossier_id))["bookings"]
    assert (booking["id"], booking["status"], booking["word"]) == (booking_id, "confirmed", "Confirmé")
    assert [event["type"] for event in await town.service.published(town.tenant)][-3:] == [
        "demarches.booking.held.v1",
        "demarches.dossier.submitted.v1",
        "demarches.booking.confirmed.v1",
    ]


@pytest.mark.requirement("RV-01")
async def test_a_mandatory_appointment_is_asked_for_and_an_optional_one_is_not(town: Town):
    await offers_appointments(town, mandatory=True)
    camille = town.citizen()

    refused = await town.submits(camille, await town.filled(camille))

    assert refused.status_code == 409
    assert problem(refused)["title"] == "Choisissez d’abord votre rendez-vous."


@pytest.mark.requirement("RV-02")
async def test_an_optional_appointment_is_added_afterwards_and_cancelled(town: Town):
    calendar = await offers_appointments(town, mandatory=False)
    camille = town.citizen()
    dossier_id = await town.submitted(camille)

    added = await books(town, camille, dossier_id, calendar, at(9))
    path = f"/dossiers/{dossier_id}/bookings/{added.json()['id']}/cancellation"
    unsure = await town.call(camille, "POST", path, json={})
    once = await town.call(camille, "POST", path, json={"confirm": True})
    twice = await town.call(camille, "POST", path, json={"confirm": True})

    statuses = [answer.status_code for answer in (added, unsure, once, twice)]
    assert statuses == [201, 422, 201, 409]
    assert [booking["word"] for booking in (await town.shows(camille, dossier_id))["bookings"]] == ["Annulé"]
    assert await used(town) == [0]


@pytest.mark.requirement("RV-02")
async def test_a_mandatory_appointment_is_changed_not_cancelled(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id, booking_id = await booked(town, camille, calendar, at(9))

    path = f"/dossiers/{dossier_id}/bookings/{booking_id}/cancellation"
    refused = await town.call(camille, "POST", path, json={"confirm": True})

    assert refused.status_code == 409


@pytest.mark.requirement("RV-02")
async def test_a_moved_appointment_shows_the_old_one_as_cancelled_and_gives_its_place_back(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id, former = await booked(town, camille, calendar, at(9))

    moved = await books(town, camille, dossier_id, calendar, at(9, 40), instead_of=former)

    assert moved.status_code == 201
    shown = (await town.shows(camille, dossier_id))["bookings"]
    assert [booking["word"] for booking in shown] == ["Confirmé", "Annulé"]
    assert await used(town) == [0, 1]
    assert (await town.shows(camille, dossier_id))["history"][0]["title"] == "Rendez-vous changé"


@pytest.mark.requirement("RV-02")
async def test_ten_moves_at_once_leave_one_appointment(town: Town):
    calendar = await offers_appointments(town, seats=5)
    camille = town.citizen()
    dossier_id, former = await booked(town, camille, calendar, at(9))

    moments = [at(9, minute, MONDAY + timedelta(days=day)) for day in range(5) for minute in (20, 40)]
    answers = await asyncio.gather(*(books(town, camille, dossier_id, calendar, m, former) for m in moments))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    shown = (await town.shows(camille, dossier_id))["bookings"]
    assert [booking["status"] for booking in shown] == ["confirmed", "moved"]
    assert sum(await used(town)) == 1


@pytest.mark.requirement("RV-02")
async def test_people_who_swap_their_slots_never_block_each_other(town: Town):
    calendar = await offers_appointments(town, seats=2)
    one, other = town.citizen(), town.citizen()
    first, at_nine = await booked(town, one, calendar, at(9))
    second, at_twenty = await booked(town, other, calendar, at(9, 20))

    answers = await asyncio.gather(
        books(town, one, first, calendar, at(9, 20), at_nine), books(town, other, second, calendar, at(9), at_twenty)
    )

    assert [answer.status_code for answer in answers] == [201, 201]
    assert await used(town) == [1, 1]


@pytest.mark.requirement("RV-03")
async def test_two_people_one_slot_one_of_them_has_it(town: Town):
    calendar = await offers_appointments(town)
    people = [town.citizen(), town.citizen()]
    drafts = [await town.begun(person) for person in people]

    answers = await asyncio.gather(*(holds(town, p, d, calendar, at(9)) for p, d in zip(people, drafts, strict=True)))

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert problem(refused)["title"] == "Ce créneau vient d’être pris. Choisissez-en un autre."
    hours = [slot["starts_at"] for slot in (await week(town, people[0], drafts[0]))["days"][0]["slots"]]
    assert len(hours) == 2


@pytest.mark.requirement("RV-03")
async def test_no_slot_is_given_beyond_its_capacity_however_many_come(town: Town):
    """`PARVIS_CONTENDED_ATTEMPTS=10000` for the long run."""
    calendar = await offers_appointments(town, seats=7, per_person=50)
    people = [town.citizen() for _ in range(25)]
    drafts = [await town.begun(person) for person in people]
    moments = [at(9), at(9, 20)]

    async def one(number: int) -> int:
        who = number % len(people)
        return (await holds(town, people[who], drafts[who], calendar, moments[number % 2])).status_code

    given: set[int] = set()
    for begin in range(0, ATTEMPTS, len(people)):
        given |= set(await asyncio.gather(*(one(n) for n in range(begin, begin + len(people)))))

    assert given <= {201, 409}
    held = await town.service.rows(
        "select starts_at, count(*) as n from bookings where tenant = :t and status = 'held' group by starts_at",
        t=town.tenant,
    )
    assert sum(row["n"] for row in held) == 14
    assert all(row["n"] <= 7 for row in held)
    assert sum(await used(town)) == 14


@pytest.mark.requirement("RV-03")
async def test_the_database_itself_refuses_two_appointments_of_one_dossier_and_one_place_too_many(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    await booked(town, camille, calendar, at(9))

    for statement, rule in (
        ("update allotments set used = used + 1", "never_one_too_many"),
        (
            TWIN,
            "bookings_one_confirmed",
        ),
    ):
        with pytest.raises(DBAPIError, match=rule):
            async with town.service.service.database.transaction(camille) as connection:
                await connection.execute(text(statement))


@pytest.mark.requirement("RV-03")
async def test_a_hold_ends_after_ten_minutes_and_others_get_the_slot(town: Town):
    calendar = await offers_appointments(town)
    one, other = town.citizen(), town.citizen()
    first, second = await town.filled(one), await town.filled(other)
    await holds(town, one, first, calendar, at(9))

    await ring(town, timedelta(minutes=9))
    too_soon = await holds(town, other, second, calendar, at(9))
    await ring(town, timedelta(minutes=2))
    now = await holds(town, other, second, calendar, at(9))
    late = await town.submits(one, first)

    assert (too_soon.status_code, now.status_code, late.status_code) == (409, 201, 409)
    assert "Choisissez-en un autre" in problem(late)["detail"]


@pytest.mark.requirement("RV-03")
async def test_a_slot_whose_hold_ended_is_taken_again_while_it_is_free(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    await holds(town, camille, dossier_id, calendar, at(9))

    await ring(town, timedelta(hours=1))
    [lapsed] = (await town.shows(camille, dossier_id))["bookings"]
    sent = await town.submits(camille, dossier_id)

    assert lapsed["word"] == "Plus gardé"
    assert sent.status_code == 201
    assert [b["status"] for b in (await town.shows(camille, dossier_id))["bookings"]] == ["confirmed"]


@pytest.mark.requirement("RV-03")
async def test_a_slot_whose_hold_ended_and_that_is_given_up_is_not_taken_again(town: Town):
    calendar = await offers_appointments(town, mandatory=False)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    await holds(town, camille, dossier_id, calendar, at(9))
    await ring(town, timedelta(hours=1))
    [lapsed] = (await town.shows(camille, dossier_id))["bookings"]

    path = f"/dossiers/{dossier_id}/bookings/{lapsed['id']}/cancellation"
    given_up = await town.call(camille, "POST", path, json={"confirm": True})
    sent = await town.submits(camille, dossier_id)

    assert (given_up.status_code, sent.status_code) == (201, 201)
    assert [b["status"] for b in (await town.shows(camille, dossier_id))["bookings"]] == ["cancelled"]


@pytest.mark.requirement("RV-03")
async def test_choosing_again_lets_go_of_what_was_chosen_before(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id = await town.begun(camille)

    answers = [await holds(town, camille, dossier_id, calendar, moment) for moment in (at(9), at(9, 20), at(9, 20))]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert await used(town) == [0, 1]


@pytest.mark.requirement("RV-01")
async def test_the_past_and_closed_days_are_refused(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id = await town.begun(camille)

    moments = [NOW - timedelta(days=1), at(9, 0, MONDAY + timedelta(days=5)), at(3), at(9, 5)]
    answers = [await holds(town, camille, dossier_id, calendar, moment) for moment in moments]

    assert [answer.status_code for answer in answers] == [422] * 4


@pytest.mark.requirement("RV-03")
async def test_one_person_does_not_take_all_the_slots(town: Town):
    calendar = await offers_appointments(town, per_person=1)
    camille = town.citizen()
    await booked(town, camille, calendar, at(9))

    again = await holds(town, camille, await town.begun(camille), calendar, at(9, 20))

    assert again.status_code == 409
    assert "nombre de rendez-vous" in problem(again)["title"]


@pytest.mark.requirement("RV-02")
async def test_a_cancelled_dossier_gives_its_slot_back(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id, _ = await booked(town, camille, calendar, at(9))

    await town.call(camille, "POST", f"/dossiers/{dossier_id}/cancellation", json={"confirm": True})

    assert await used(town) == [0]
    assert (await books(town, camille, dossier_id, calendar, at(9, 20))).status_code == 409


@pytest.mark.requirement("RV-02")
async def test_it_is_too_late_to_change_an_hour_before(town: Town):
    calendar = await offers_appointments(town, notice_hours=0, change_hours=2)
    camille = town.citizen()
    dossier_id, former = await booked(town, camille, calendar, at(9))
    town.service.clock.stop_at(at(8))

    late = await books(town, camille, dossier_id, calendar, at(9, 40), instead_of=former)

    assert late.status_code == 409
    assert not (await town.shows(camille, dossier_id))["bookings"][0]["may_change"]


@pytest.mark.requirement("RV-02")
async def test_an_agent_cancels_with_a_reason_that_the_applicant_reads(town: Town):
    calendar = await offers_appointments(town)
    camille, agent = town.citizen(), town.agent()
    dossier_id, booking_id = await booked(town, camille, calendar, at(9))
    path = f"/dossiers/{dossier_id}/bookings/{booking_id}/cancellation"

    without = await town.call(agent, "POST", path, json={"confirm": True})
    done = await town.call(agent, "POST", path, json={"confirm": True, "reason": "Agent malade"})

    assert (without.status_code, done.status_code) == (422, 201)
    assert (await town.shows(camille, dossier_id))["bookings"][0]["reason"] == "Agent malade"


@pytest.mark.requirement("RV-03")
async def test_new_hours_leave_given_appointments_and_never_overlap_them(town: Town):
    from uuid import UUID

    from agendas import settings

    from chassis.actor import Actor
    from demarches.commands.appointments.arrange_calendar import ArrangeCalendar, arrange_calendar

    calendar = await offers_appointments(town)
    one, other = town.citizen(), town.citizen()
    await booked(town, one, calendar, at(9, 20))
    [row] = await town.service.rows("select venue_id, version from calendars where id = :c", c=calendar)
    command = ArrangeCalendar(
        calendar_id=UUID(str(calendar)),
        name="Passeports",
        venue_id=row["venue_id"],
        department_id=town.department_id,
        settings=settings(duration_minutes=30),
        version=row["version"],
    )
    await town.service.run(arrange_calendar, command, actor=Actor.of_service("demarches", town.tenant))
    dossier_id = await town.begun(other)

    answers = [await holds(town, other, dossier_id, calendar, moment) for moment in (at(9), at(9, 30))]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert (await week(town, other, dossier_id, of="2026-11-30"))["days"][0]["slots"] == []


@pytest.mark.parametrize(
    "wrong", [{"": None}, {"seats": 0}, {"openings": [{"weekday": 9}]}], ids=["name", "number", "day"]
)
async def test_settings_that_do_not_fit_are_the_senders_fault_and_named(town: Town, wrong: dict[str, object]):
    body = {
        "name": "Passeports",
        "venue_id": str(uuid4()),
        "department_id": str(town.department_id),
        "settings": {"duration_minutes": 30, **wrong},
    }

    answer = await town.call(town.agent(ARRANGE), "PUT", f"/calendars/{uuid4()}", json=body)

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"].startswith("/settings")
