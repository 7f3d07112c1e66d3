"""Calendars as people read them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import say
from demarches.domain.appointments.calendar import Calendar
from demarches.queries.appointments.views import CalendarView, VenueView
from demarches.storage.appointments.calendars import calendar_of
from demarches.storage.tables import calendars, venues

_v = venues.c
CALENDARS = select(calendars, _v.name.label("venue_name"), _v.address, _v.access, _v.access_en).join(
    venues, _v.id == calendars.c.venue_id
)
Known = dict[UUID, tuple[Calendar, VenueView]]


async def calendars_in(connection: AsyncConnection, wanted: Iterable[UUID]) -> Known:
    """In the order asked; unknown ones are absent."""
    ids = list(wanted)
    if not ids:
        return {}
    found = calendars_among((await connection.execute(CALENDARS.where(calendars.c.id.in_(ids)))).all())
    return {known: found[known] for known in ids if known in found}


def calendars_among(rows: Sequence[Row[Any]]) -> Known:
    return {
        row.id: (
            calendar_of(row),
            VenueView(
                id=row.venue_id, name=row.venue_name, address=row.address, access=row.access, access_en=row.access_en
            ),
        )
        for row in rows
    }


def calendar_view(calendar: Calendar, venue: VenueView, locale: str, *, units: int = 1) -> CalendarView:
    settings = calendar.settings
    return CalendarView(
        id=calendar.id,
        name=say(calendar.name, locale),
        duration_minutes=settings.duration_minutes * units,
        bring=say(settings.bring, locale),
        venue=replace(venue, access=(locale == "en" and venue.access_en) or venue.access),
        change_hours=settings.change_hours,
    )
