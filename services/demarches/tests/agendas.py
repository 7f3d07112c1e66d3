"""Calendars of a town under test, and people who book."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from towns import Town

from chassis.actor import Actor
from chassis.clock import PARIS
from demarches.commands.appointments.arrange_calendar import ArrangeCalendar, arrange_calendar
from demarches.commands.appointments.arrange_venue import ArrangeVenue, arrange_venue
from demarches.domain.appointments.calendar import Calendar, Opening, Settings
from demarches.domain.definition import Appointment

# A Monday; the clock of these tests stands on the Friday before, at noon in Paris.
MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 27, 12, tzinfo=PARIS)
MORNINGS = tuple(Opening(weekday=day, opens=time(9), closes=time(10)) for day in range(1, 6))


def settings(**changes: Any) -> Settings:
    facts: dict[str, Any] = {"duration_minutes": 20, "openings": MORNINGS, "notice_hours": 2, "horizon_days": 30}
    return Settings(**{**facts, **changes})


def a_calendar(**changes: Any) -> Calendar:
    return Calendar(uuid4(), "Passeports", uuid4(), uuid4(), settings(**changes))


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS)


async def opens_calendar(town: Town, *, now: datetime | None = NOW, **changes: Any) -> UUID:
    """A venue and a calendar, open every weekday from nine to ten, three slots of twenty minutes."""
    if now is not None:
        town.service.clock.stop_at(now)
    itself, venue, calendar = Actor.of_service("demarches", town.tenant), uuid4(), uuid4()
    await town.service.run(
        arrange_venue, ArrangeVenue(venue_id=venue, name="Hôtel de ville", address="1, place"), actor=itself
    )
    command = ArrangeCalendar(
        calendar_id=calendar,
        name="Passeports",
        venue_id=venue,
        department_id=town.department_id,
        settings=settings(**changes),
    )
    await town.service.run(arrange_calendar, command, actor=itself)
    return calendar


async def offers_appointments(town: Town, *, mandatory: bool = True, units: int = 1, **changes: Any) -> UUID:
    calendar = await opens_calendar(town, **changes)
    await town.offers(appointment=Appointment(calendars=(calendar,), mandatory=mandatory, units=units))
    return calendar


async def holds(town: Town, actor: Actor, dossier_id: str, calendar: UUID, moment: datetime) -> httpx.Response:
    body = {"calendar_id": str(calendar), "starts_at": moment.isoformat()}
    return await town.call(actor, "POST", f"/dossiers/{dossier_id}/hold", json=body)


async def books(
    town: Town, actor: Actor, dossier_id: str, calendar: UUID, moment: datetime, instead_of: str | None = None
) -> httpx.Response:
    body = {"calendar_id": str(calendar), "starts_at": moment.isoformat(), "instead_of": instead_of}
    return await town.call(actor, "POST", f"/dossiers/{dossier_id}/bookings", json=body)


async def booked(town: Town, actor: Actor, calendar: UUID, moment: datetime) -> tuple[str, str]:
    """A dossier sent with an appointment: the ids of both."""
    dossier_id = await town.filled(actor)
    held = await holds(town, actor, dossier_id, calendar, moment)
    assert held.status_code == 201, held.text
    sent = await town.submits(actor, dossier_id)
    assert sent.status_code == 201, sent.text
    return dossier_id, held.json()["id"]


async def week(town: Town, actor: Actor, dossier_id: str, **asked: Any) -> dict[str, Any]:
    answer = await town.call(actor, "GET", f"/dossiers/{dossier_id}/slots", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def used(town: Town) -> list[int]:
    rows = await town.service.rows("select used from allotments where tenant = :t order by starts_at", t=town.tenant)
    return [row["used"] for row in rows]


async def ring(town: Town, after: timedelta) -> None:
    """Time passes, and what is due runs."""
    from chassis import timers
    from demarches.events.timers import TIMERS

    await town.service.rows("update timers set done_at = now() where tenant <> :t returning id", t=town.tenant)
    town.service.clock.move(after)
    service = town.service.service
    while await timers.ring(service.relay_database, service.commands, TIMERS, service="demarches"):
        pass
