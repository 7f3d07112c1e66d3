"""Agents' pages of appointments: the day, the week, calendars and their closures."""

from dataclasses import replace
from datetime import time, timedelta
from urllib.parse import unquote

import pytest
from agendas import MONDAY, at, booked, offers_appointments, opens_calendar, week
from desks import Desk
from towns import Town

from demarches.domain.appointments.calendar import Opening
from demarches.domain.appointments.hours import NotHours, read_hours, read_seasons, write_hours, write_seasons
from demarches.domain.policies import ARRANGE, INSTRUCT, READ
from demarches.queries.appointments.agenda import AskAgenda, read_agenda

AGENDA = "/demarches/agenda"


def an_arranger(town: Town):
    return town.agent(READ, INSTRUCT, ARRANGE)


@pytest.mark.requirement("RV-03")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("8 h 30 – 12 h, 13 h 30 – 17 h", "8 h 30 – 12 h, 13 h 30 – 17 h"),
        ("8h30-12h et 13:30-17:30", "8 h 30 – 12 h, 13 h 30 – 17 h 30"),
        ("9 à 12", "9 h – 12 h"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, written: str):
    assert write_hours(read_hours(typed, 1), 1) == written


@pytest.mark.requirement("RV-03")
@pytest.mark.parametrize("typed", ["matin", "8h30", "25h-26h", "8h30-12h75"])
def test_what_cannot_be_read_as_hours_is_said(typed: str):
    with pytest.raises(NotHours):
        read_hours(typed, 1)


@pytest.mark.requirement("RV-03")
def test_a_season_is_read_and_written_back():
    line = "du 01/07/2026 au 31/08/2026 : lundi 8 h – 12 h"

    [opening] = read_seasons(line)

    assert (opening.weekday, opening.opens) == (1, time(8))
    assert write_seasons([opening]) == line


@pytest.mark.requirement("RV-03")
async def test_the_day_shows_who_comes_and_the_week_how_full_it_is(town: Town):
    calendar = await offers_appointments(town)
    dossier_id, _ = await booked(town, town.citizen(), calendar, at(9, 20))
    desk = Desk(town, town.agent())

    day = await desk.opens(f"{AGENDA}?jour={MONDAY}")
    week = await desk.opens(f"{AGENDA}?jour={MONDAY}&vue=semaine")

    assert f"/demarches/dossiers/{dossier_id}" in day.text
    assert "Camille Rougon" in day.text
    assert "1 / 1" in day.text
    assert "1 pris sur 3" in week.text


@pytest.mark.requirement("RV-03")
async def test_the_page_of_the_dossier_shows_its_appointment_and_leads_to_its_day(town: Town):
    calendar = await offers_appointments(town)
    dossier_id, _ = await booked(town, town.citizen(), calendar, at(9, 20))
    desk = Desk(town, town.agent())

    page = await desk.opens(f"/demarches/dossiers/{dossier_id}")
    day = await desk.opens(f"{AGENDA}?agenda={calendar}&jour={MONDAY}")

    assert f'href="{AGENDA}?agenda={calendar}&jour={MONDAY}"' in page.text
    assert "Confirmé" in page.text
    assert f"/demarches/dossiers/{dossier_id}" in day.text


@pytest.mark.requirement("RV-03")
async def test_a_calendar_is_created_from_the_page_and_opens_slots(town: Town):
    await opens_calendar(town)
    desk = Desk(town, an_arranger(town))
    [venue] = await town.service.rows("select id from venues where tenant = :t", t=town.tenant)
    fields = {
        "name": "Mariages",
        "venue_id": str(venue["id"]),
        "department_id": str(town.department_id),
        "active": "1",
        "bring": "Une pièce d’identité",
        "bring_en": "An identity document",
        "hours-lundi": "9h-10h",
        "seasons": "",
        "holidays": "national",
        "resources": "Salle des mariages",
        "duration_minutes": "30",
        "seats": "1",
        "notice_hours": "2",
        "horizon_days": "60",
        "change_hours": "2",
        "reminder_hours": "48",
        "per_person": "2",
    }

    wrong = await desk.posts(
        f"{AGENDA}/calendars/new", f"{AGENDA}/calendars/new", **{**fields, "hours-lundi": "matin", "seats": "0"}
    )
    made = await desk.posts(f"{AGENDA}/calendars/new", f"{AGENDA}/calendars/new", **fields)

    assert wrong.status_code == 422
    assert "« matin »" in wrong.text
    assert "Indiquez un nombre entre 1 et 500." in wrong.text
    assert made.status_code == 303
    page = await desk.opens(made.headers["location"])
    assert 'value="9 h – 10 h"' in page.text
    assert ">\nAn identity document</textarea>" in page.text
    calendar_id = made.headers["location"].rpartition("/")[2]
    from uuid import UUID

    found = await town.service.ask(read_agenda, AskAgenda(UUID(calendar_id), MONDAY, 1), actor=desk.agent)
    assert [slot.starts_at for slot in found.days[0].slots] == [at(9), at(9, 30)]


@pytest.mark.requirement("RV-01")
async def test_how_to_reach_a_place_is_told_in_the_reader_s_language(town: Town):
    await offers_appointments(town)
    camille = town.citizen()
    dossier_id = await town.begun(camille)
    desk = Desk(town, an_arranger(town))
    [venue] = await town.service.rows("select id, name, address from venues where tenant = :t", t=town.tenant)
    place = {"venue": str(venue["id"]), "venue-name": venue["name"], "venue-address": venue["address"]}
    ways = {"venue-access": "Bus 2, arrêt Mairie.", "venue-access_en": "Bus 2, stop Mairie."}

    saved = await desk.posts(f"{AGENDA}/calendars", f"{AGENDA}/venues", **place, **ways)
    page = await desk.opens(f"{AGENDA}/calendars")
    french, english = [await week(town, replace(camille, locale=one), dossier_id) for one in ("fr", "en")]

    assert saved.status_code == 303
    assert all(way in page.text for way in ways.values())
    assert [one["calendar"]["venue"]["access"] for one in (french, english)] == list(ways.values())


@pytest.mark.requirement("RV-03")
async def test_two_agents_on_one_calendar_the_second_reads_what_was_saved_beside_what_was_typed(town: Town):
    calendar = await opens_calendar(town)
    desk, address = Desk(town, an_arranger(town)), f"{AGENDA}/calendars/{calendar}"
    import re

    page = (await desk.opens(address)).text
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    [row] = await town.service.rows("select venue_id, department_id from calendars where id = :c", c=calendar)
    fields |= {
        "venue_id": str(row["venue_id"]),
        "department_id": str(row["department_id"]),
        "holidays": "national",
        "resources": "A",
        "active": "1",
    }
    fields = {name: value for name, value in fields.items() if name != "csrf_token" and not name.startswith("closure")}

    first = await desk.posts(address, address, **{**fields, "name": "Un"})
    second = await desk.posts(address, address, **{**fields, "name": "Deux"})

    assert (first.status_code, second.status_code) == (303, 412)
    assert "modifié cet agenda entre-temps" in second.text
    assert "Dans l’agenda enregistré : « Un »." in second.text
    assert 'value="Deux"' in second.text
    [kept] = await town.service.rows("select name from calendars where id = :c", c=calendar)
    assert kept["name"] == "Un"
    now = dict(re.findall(r'<input[^>]* name="(version)"[^>]* value="([^"]*)"', second.text))
    assert (await desk.posts(address, address, **{**fields, **now, "name": "Deux"})).status_code == 303


@pytest.mark.requirement("RV-03")
async def test_who_closes_over_given_appointments_is_shown_them_and_cancels_one(town: Town):
    calendar = await offers_appointments(town)
    camille = town.citizen()
    dossier_id, booking_id = await booked(town, camille, calendar, at(9))
    desk, address = Desk(town, an_arranger(town)), f"{AGENDA}/calendars/{calendar}"
    days = {"closure-since-day": "30", "closure-since-month": "11", "closure-since-year": "2026"}

    wrong = await desk.posts(address, f"{address}/closures", **{**days, "closure-reason": " "})
    closed = await desk.posts(address, f"{address}/closures", **days, **{"closure-reason": "Agent en formation"})
    week = await desk.opens(closed.headers["location"])
    cancel = f"{AGENDA}/dossiers/{dossier_id}/bookings/{booking_id}/cancellation"
    without = await desk.posts(cancel, cancel, reason="")
    done = await desk.posts(cancel, cancel, reason="Fermeture exceptionnelle")

    assert wrong.status_code == 422
    assert "Dites pourquoi" in wrong.text
    assert "1 rendez-vous déjà donné ces jours-là" in unquote(closed.headers["x-parvis-flash"])
    assert "Hors des horaires" in week.text
    assert (without.status_code, done.status_code) == (422, 303)
    assert (await town.shows(camille, dossier_id))["bookings"][0]["word"] == "Annulé"


@pytest.mark.requirement("RV-03")
async def test_a_closure_is_ended_and_the_days_open_again(town: Town):
    calendar = await offers_appointments(town)
    desk, address = Desk(town, an_arranger(town)), f"{AGENDA}/calendars/{calendar}"
    days = {"closure-since-day": "30", "closure-since-month": "11", "closure-since-year": "2026"}
    await desk.posts(address, f"{address}/closures", **days, **{"closure-reason": "Pont", "closure-everywhere": "1"})
    camille = town.citizen()
    dossier_id = await town.begun(camille)
    from agendas import week

    before = (await week(town, camille, dossier_id, of=str(MONDAY)))["days"][0]
    [closure] = await town.service.rows("select id from closures where tenant = :t", t=town.tenant)
    await desk.posts(address, f"{address}/closures/{closure['id']}/end")
    after = (await week(town, camille, dossier_id, of=str(MONDAY)))["days"][0]

    assert (before["closed"], len(before["slots"]), len(after["slots"])) == ("Pont", 0, 3)


@pytest.mark.requirement("RV-03")
async def test_who_may_not_arrange_reads_the_agenda_and_changes_nothing(town: Town):
    calendar = await opens_calendar(town)
    reader = Desk(town, town.agent(READ))

    assert (await reader.opens(AGENDA)).status_code == 200
    assert "Nouvel agenda" not in (await reader.opens(f"{AGENDA}/calendars")).text
    assert (await reader.opens(f"{AGENDA}/calendars/{calendar}")).status_code == 403


@pytest.mark.requirement("RV-03")
async def test_the_agenda_of_a_town_without_calendars_says_what_to_do(town: Town):
    page = await Desk(town, an_arranger(town)).opens(AGENDA)

    assert page.status_code == 200
    assert "Aucun agenda" in page.text


@pytest.mark.requirement("RV-03")
async def test_calendars_are_arranged_by_the_api_too(town: Town):
    calendar = await opens_calendar(town)
    agent = an_arranger(town)

    known = (await town.call(agent, "GET", "/calendars")).json()
    read = (await town.call(agent, "GET", f"/calendars/{calendar}")).json()
    body = {name: read[name] for name in ("name", "venue_id", "department_id", "settings", "version")}
    body["settings"] = {**body["settings"], "seats": 4}
    put = await town.call(agent, "PUT", f"/calendars/{calendar}", json=body)
    stale = await town.call(agent, "PUT", f"/calendars/{calendar}", json=body)
    agenda = (await town.call(agent, "GET", f"/calendars/{calendar}/agenda", params={"since": str(MONDAY)})).json()

    assert [line["id"] for line in known] == [str(calendar)]
    assert (put.status_code, stale.status_code) == (200, 412)
    assert agenda["days"][0]["capacity"] == 12
    assert Opening(weekday=1, opens=time(9), closes=time(10)).is_on(MONDAY + timedelta(days=7))
