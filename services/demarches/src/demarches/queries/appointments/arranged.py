"""Calendars, venues and closures as agents arrange them."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.appointments.calendar import Closure, Settings
from demarches.domain.refusals import CalendarNotFound
from demarches.queries.appointments.views import VenueView
from demarches.storage.appointments.calendars import closure_of
from demarches.storage.tables import calendars, closures, departments, venues


class CalendarLine(Struct, kw_only=True):
    id: UUID
    name: str
    venue: str
    active: bool
    duration_minutes: int
    resources: int


class ArrangedCalendar(Struct, kw_only=True):
    id: UUID
    version: int
    name: Any
    venue_id: UUID
    department_id: UUID
    active: bool
    settings: Settings
    closures: list[Closure]


class Choices(Struct, kw_only=True):
    venues: list[VenueView]
    departments: list[tuple[UUID, str]]


async def list_calendars(_: None, actor: Actor, connection: AsyncConnection) -> list[CalendarLine]:
    statement = select(calendars, venues.c.name.label("venue")).join(venues, venues.c.id == calendars.c.venue_id)
    lines = [
        CalendarLine(
            id=row.id,
            name=say(row.name, actor.locale),
            venue=row.venue,
            active=row.active,
            duration_minutes=row.settings["duration_minutes"],
            resources=len(msgspec.convert(row.settings, Settings).resources),
        )
        for row in await connection.execute(statement)
    ]
    return sorted(lines, key=lambda line: (not line.active, line.name))


class AskArranged(Struct, frozen=True):
    calendar_id: UUID
    today: date


async def read_arranged(question: AskArranged, actor: Actor, connection: AsyncConnection) -> ArrangedCalendar:
    """With its closures to come, those of every calendar too."""
    statement = select(calendars).where(calendars.c.id == question.calendar_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise CalendarNotFound
    c = closures.c
    coming = select(closures).where(
        or_(c.calendar_id == question.calendar_id, c.calendar_id.is_(None)), c.until >= question.today
    )
    return ArrangedCalendar(
        id=row.id,
        version=row.version,
        name=row.name,
        venue_id=row.venue_id,
        department_id=row.department_id,
        active=row.active,
        settings=msgspec.convert(row.settings, Settings),
        closures=[closure_of(known) for known in await connection.execute(coming.order_by(c.since, c.id))],
    )


async def read_choices(_: None, actor: Actor, connection: AsyncConnection) -> Choices:
    """Where a calendar may be, and whose it may be."""
    places = await connection.execute(select(venues).order_by(venues.c.name))
    teams = await connection.execute(select(departments.c.id, departments.c.name).order_by(departments.c.name))
    return Choices(
        venues=[
            VenueView(id=row.id, name=row.name, address=row.address, access=row.access, access_en=row.access_en)
            for row in places
        ],
        departments=[(row.id, row.name) for row in teams],
    )
