"""« Mon rendez-vous »: a week of slots, with arrows."""

from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.appointments.slots import local_day, why_closed
from demarches.domain.appointments.waiting import STILL
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import CalendarNotFound
from demarches.queries.appointments.bookings import bookings_of
from demarches.queries.appointments.calendars import calendar_view, calendars_in
from demarches.queries.appointments.free import Free, days_between, last_day, monday_of
from demarches.queries.appointments.views import DayView, SlotView, WeekView
from demarches.queries.dossier.read import visible
from demarches.storage import definitions
from demarches.storage.tables import waiting

WEEK = timedelta(days=7)


class AskWeek(Struct, frozen=True, kw_only=True):
    """`of`: any day of the week wanted; the week of the first free slot when None."""

    dossier_id: UUID
    at: datetime
    calendar_id: UUID | None = None
    of: date | None = None


async def read_week(question: AskWeek, actor: Actor, connection: AsyncConnection) -> WeekView:
    dossier = await visible(question.dossier_id, actor, connection)
    must_be_applicant(actor, dossier)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    rule = definition.must_take_appointments(question.calendar_id)
    known = await calendars_in(connection, rule.calendars)
    chosen = known.get(question.calendar_id or next(iter(known), None) or UUID(int=0))
    if chosen is None:
        raise CalendarNotFound
    calendar, venue = chosen
    today, end = local_day(question.at), last_day(calendar, question.at)
    free = await Free.between(connection, calendar, monday_of(today), end + WEEK)
    first = free.first(today, end, units=rule.units, at=question.at)
    wanted = question.of or (local_day(first) if first else today)
    monday = monday_of(min(max(wanted, today), end))
    had = await bookings_of(connection, dossier, definition, actor.locale, at=question.at)
    week = days_between(monday, monday + timedelta(days=6))
    return WeekView(
        calendar=calendar_view(calendar, venue, actor.locale, units=rule.units),
        calendars=[calendar_view(c, v, actor.locale, units=rule.units) for c, v in known.values()],
        monday=monday,
        days=[_day(free, day, rule.units, question.at, actor.locale) for day in week],
        previous=monday - WEEK if monday > monday_of(today) else None,
        following=monday + WEEK if monday + WEEK <= end else None,
        first_free=first,
        waiting=await _waits(connection, calendar.id, actor),
        current=next((b for b in had if b.status == "confirmed" and b.ends_at > question.at), None),
        held=next((b for b in had if b.status == "held"), None),
    )


def _day(free: Free, day: date, units: int, at: datetime, locale: str) -> DayView:
    slots = [
        SlotView(starts_at=first.starts_at, ends_at=last.ends_at, left=left)
        for first, last, left in free.bookable(day, units=units, at=at)
    ]
    return DayView(day=day, closed=why_closed(free.days, day, locale), slots=slots)


async def _waits(connection: AsyncConnection, calendar_id: UUID, actor: Actor) -> bool:
    c = waiting.c
    mine = exists().where(c.subject == calendar_id, c.account == actor.account, c.status.in_(STILL))
    return bool(actor.account and await connection.scalar(select(mine)))
