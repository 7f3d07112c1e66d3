"""Calendars, venues, closures."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.repository import Repository
from demarches.domain.appointments.calendar import Calendar, Closure, OpenDays, Settings, Venue
from demarches.domain.refusals import CalendarNotFound, ClosureNotFound, VenueNotFound
from demarches.storage.tables import calendars, closures, venues


class Venues(Repository[Venue]):
    table = venues
    missing = VenueNotFound

    def load(self, row: Row[Any]) -> Venue:
        access = {"access": row.access, "access_en": row.access_en}
        return Venue(id=row.id, name=row.name, address=row.address, version=row.version, **access)

    def dump(self, aggregate: Venue) -> dict[str, Any]:
        a = aggregate
        return {"id": a.id, "name": a.name, "address": a.address, "access": a.access, "access_en": a.access_en}


class Calendars(Repository[Calendar]):
    table = calendars
    missing = CalendarNotFound

    def load(self, row: Row[Any]) -> Calendar:
        return calendar_of(row)

    def dump(self, aggregate: Calendar) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "name": a.name,
            "venue_id": a.venue_id,
            "department_id": a.department_id,
            "settings": msgspec.to_builtins(a.settings),
            "active": a.active,
        }


def calendar_of(row: Row[Any]) -> Calendar:
    return Calendar(
        id=row.id,
        name=row.name,
        venue_id=row.venue_id,
        department_id=row.department_id,
        settings=msgspec.convert(row.settings, Settings),
        active=row.active,
        version=row.version,
    )


async def calendar_kept_as_is(connection: AsyncConnection, calendar_id: UUID) -> Calendar:
    """Its rules do not change until the transaction ends; others may book meanwhile."""
    statement = select(calendars).where(calendars.c.id == calendar_id).with_for_update(read=True)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise CalendarNotFound
    return calendar_of(row)


async def open_days(connection: AsyncConnection, calendar: Calendar, since: date, until: date) -> OpenDays:
    """With what closes it between these days, both included."""
    c = closures.c
    statement = select(closures).where(
        or_(c.calendar_id == calendar.id, c.calendar_id.is_(None)), c.until >= since, c.since <= until
    )
    rows = await connection.execute(statement.order_by(c.since, c.id))
    return OpenDays(calendar, tuple(closure_of(row) for row in rows))


def closure_of(row: Row[Any]) -> Closure:
    return Closure(
        id=row.id,
        since=row.since,
        until=row.until,
        reason=row.reason,
        closes=row.closes,
        opens_again=row.opens_again,
        resource=row.resource,
    )


async def add_closure(connection: AsyncConnection, calendar_id: UUID | None, closure: Closure) -> None:
    row = msgspec.structs.asdict(closure) | {"calendar_id": calendar_id}
    _ = await connection.execute(insert(closures).values(row))


async def remove_closure(connection: AsyncConnection, closure_id: UUID) -> None:
    gone = await connection.execute(delete(closures).where(closures.c.id == closure_id))
    if gone.rowcount != 1:
        raise ClosureNotFound
