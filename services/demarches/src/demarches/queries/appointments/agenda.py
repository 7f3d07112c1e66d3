"""The agents' day or week: every slot of a calendar, and who comes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import and_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.appointments.booking import ACTIVE
from demarches.domain.appointments.slots import local_day, slots_of, why_closed
from demarches.domain.refusals import CalendarNotFound
from demarches.queries.appointments.calendars import calendar_view, calendars_in
from demarches.queries.appointments.free import days_between, midnight
from demarches.queries.appointments.views import CalendarView
from demarches.storage.appointments.calendars import open_days
from demarches.storage.tables import bookings, demarches, dossiers
from demarches.storage.visibility import visible_dossiers


class AgendaBooking(Struct, kw_only=True):
    """`dossier_id` and what is said of it are None for dossiers that the agent may not see: the slot is just taken."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    dossier_id: UUID | None
    reference: str | None
    applicant: str
    demarche: str


class AgendaSlot(Struct, kw_only=True):
    starts_at: datetime
    ends_at: datetime
    capacity: int
    bookings: list[AgendaBooking]


class AgendaRun(Struct, kw_only=True):
    """Slots that follow one another, and whoever comes: one that is taken by itself, those that are free together."""

    starts_at: datetime
    ends_at: datetime
    slots: int
    capacity: int
    bookings: list[AgendaBooking]


class AgendaDay(Struct, kw_only=True):
    """`outside`: appointments given under former hours, or on a day closed since: they still stand."""

    day: date
    closed: str | None
    slots: list[AgendaSlot]
    outside: list[AgendaBooking]
    taken: int
    capacity: int

    @property
    def runs(self) -> list[AgendaRun]:
        found: list[AgendaRun] = []
        for slot in self.slots:
            last = found[-1] if found else None
            if last and not last.bookings and not slot.bookings and last.ends_at == slot.starts_at:
                last.ends_at, last.slots, last.capacity = slot.ends_at, last.slots + 1, last.capacity + slot.capacity
            else:
                found.append(
                    AgendaRun(
                        starts_at=slot.starts_at,
                        ends_at=slot.ends_at,
                        slots=1,
                        capacity=slot.capacity,
                        bookings=slot.bookings,
                    )
                )
        return found


class AgendaView(Struct, kw_only=True):
    calendar: CalendarView
    days: list[AgendaDay]


class AskAgenda(Struct, frozen=True):
    calendar_id: UUID
    since: date
    days: int


async def read_agenda(question: AskAgenda, actor: Actor, connection: AsyncConnection) -> AgendaView:
    found = (await calendars_in(connection, [question.calendar_id])).get(question.calendar_id)
    if found is None:
        raise CalendarNotFound
    calendar, venue = found
    until = question.since + timedelta(days=question.days - 1)
    open_ones = await open_days(connection, calendar, question.since, until)
    had = await _bookings(question.calendar_id, question.since, until, actor, connection)
    days: list[AgendaDay] = []
    for day in days_between(question.since, until):
        its = [booking for booking in had if local_day(booking.starts_at) == day]
        slots = [
            AgendaSlot(
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                capacity=slot.capacity,
                bookings=[b for b in its if b.starts_at < slot.ends_at and b.ends_at > slot.starts_at],
            )
            for slot in slots_of(open_ones, day)
        ]
        seen = {booking.id for slot in slots for booking in slot.bookings}
        days.append(
            AgendaDay(
                day=day,
                closed=why_closed(open_ones, day, actor.locale),
                slots=slots,
                outside=[booking for booking in its if booking.id not in seen],
                taken=len(its),
                capacity=sum(slot.capacity for slot in slots),
            )
        )
    return AgendaView(calendar=calendar_view(calendar, venue, actor.locale), days=days)


async def _bookings(
    calendar_id: UUID, since: date, until: date, actor: Actor, connection: AsyncConnection
) -> list[AgendaBooking]:
    c, d = bookings.c, dossiers.c
    seen = visible_dossiers(actor)
    statement = (
        select(
            c.id,
            c.starts_at,
            c.ends_at,
            c.status,
            d.id.label("dossier_id"),
            d.reference,
            d.contact_name,
            demarches.c.title,
        )
        .select_from(bookings)
        .outerjoin(dossiers, and_(d.id == c.dossier_id, true() if seen is None else seen))
        .outerjoin(demarches, demarches.c.id == d.demarche_id)
        .where(
            c.calendar_id == calendar_id,
            c.status.in_(ACTIVE),
            c.starts_at >= midnight(since),
            c.starts_at < midnight(until + timedelta(days=1)),
        )
        .order_by(c.starts_at, c.id)
    )
    return [
        AgendaBooking(
            id=row.id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            status=row.status,
            dossier_id=row.dossier_id,
            reference=row.reference,
            applicant=row.contact_name or "",
            demarche=say(row.title, actor.locale) if row.title else "",
        )
        for row in await connection.execute(statement)
    ]
