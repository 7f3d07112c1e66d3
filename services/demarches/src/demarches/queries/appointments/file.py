"""The .ics file of one appointment."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.dossier import Dossier
from demarches.domain.refusals import BookingNotFound
from demarches.domain.tracking import Tracking
from demarches.queries.appointments.bookings import booking_of_dossier
from demarches.queries.appointments.calendars import calendar_view, calendars_in
from demarches.queries.appointments.ics import appointment_ics
from demarches.queries.departments import department_view
from demarches.queries.dossier.read import visible
from demarches.storage import definitions
from demarches.storage.tracking import tracked


class AskFile(Struct, frozen=True):
    dossier_id: UUID
    booking_id: UUID
    at: datetime


class AskTrackedFile(Struct, frozen=True):
    tracking: Tracking
    booking_id: UUID
    at: datetime


async def appointment_file(question: AskFile, actor: Actor, connection: AsyncConnection) -> bytes:
    dossier = await visible(question.dossier_id, actor, connection)
    return await _file(dossier, question.booking_id, actor.locale, connection, question.at)


async def tracked_file(question: AskTrackedFile, actor: Actor, connection: AsyncConnection) -> bytes:
    """In the language of the request, as the mail that leads to it: agendas ask in nobody's."""
    dossier = await tracked(connection, question.tracking, at=question.at)
    return await _file(dossier, question.booking_id, dossier.locale, connection, question.at)


async def _file(dossier: Dossier, booking_id: UUID, locale: str, connection: AsyncConnection, at: datetime) -> bytes:
    booking = await booking_of_dossier(connection, dossier.id, booking_id)
    if booking is None:
        raise BookingNotFound
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition)
    department = await department_view(connection, definition.department_id)
    calendar, venue = (await calendars_in(connection, [booking.calendar_id]))[booking.calendar_id]
    return appointment_ics(
        booking,
        calendar_view(calendar, venue, locale),
        title=say(definition.title, locale),
        reference=dossier.reference or "",
        organiser=department.name,
        locale=locale,
        at=at,
    )
