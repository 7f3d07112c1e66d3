"""Calendars, as agents arrange and read them."""

from datetime import date, time
from typing import Annotated, Any
from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from chassis.http import Ask, By
from contracts.forms import Words
from demarches.commands.appointments.arrange_calendar import ArrangeCalendar, arrange_calendar
from demarches.commands.appointments.arrange_venue import ArrangeVenue, arrange_venue
from demarches.commands.appointments.close_days import CloseDays, close_days
from demarches.commands.appointments.reopen_days import ReopenDays, reopen_days
from demarches.domain.answers import today_at
from demarches.domain.appointments.calendar import Calendar, Closure, Settings
from demarches.domain.policies import ARRANGE, READ
from demarches.http.bodies import Body, LongText, ShortText
from demarches.http.dossiers import Now
from demarches.http.drafts import Run
from demarches.queries.appointments.agenda import AgendaView, AskAgenda, read_agenda
from demarches.queries.appointments.arranged import (
    ArrangedCalendar,
    AskArranged,
    CalendarLine,
    list_calendars,
    read_arranged,
)


class VenueBody(Body, frozen=True):
    name: ShortText
    address: LongText
    access: LongText = ""
    access_en: LongText | None = None


class CalendarBody(Body, frozen=True):
    """`version`: the one that was read, 0 for a new calendar."""

    name: Words
    venue_id: UUID
    department_id: UUID
    settings: Settings
    active: bool = True
    version: int = 0


class ClosureBody(Body, frozen=True):
    since: date
    until: date
    reason: ShortText
    closes: time | None = None
    opens_again: time | None = None
    resource: str | None = None
    everywhere: bool = False


class Made(Struct):
    id: UUID
    version: int = 0

    @classmethod
    def of(cls, made: Calendar | Any) -> "Made":
        return cls(made.id, getattr(made, "version", 0))


Days = Annotated[int, Meta(ge=1, le=31)]


@get("/calendars", needs=READ)
async def calendars(actor: By, queries: Ask) -> list[CalendarLine]:
    return await queries.ask(list_calendars, None, actor=actor)


@get("/calendars/{calendar_id:uuid}", needs=READ)
async def calendar(calendar_id: FromPath[UUID], actor: By, queries: Ask, clock: Now) -> ArrangedCalendar:
    return await queries.ask(read_arranged, AskArranged(calendar_id, today_at(clock())), actor=actor)


@get("/calendars/{calendar_id:uuid}/agenda", needs=READ)
async def agenda(
    calendar_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    clock: Now,
    since: FromQuery[date | None] = None,
    days: FromQuery[Days] = 7,
) -> AgendaView:
    question = AskAgenda(calendar_id, since or today_at(clock()), days)
    return await queries.ask(read_agenda, question, actor=actor)


@put("/venues/{venue_id:uuid}", needs=ARRANGE)
async def put_venue(venue_id: FromPath[UUID], data: JSONBody[VenueBody], actor: By, commands: Run) -> Made:
    written = ArrangeVenue(
        venue_id=venue_id, name=data.name, address=data.address, access=data.access, access_en=data.access_en
    )
    return await commands.run(arrange_venue, written, actor=actor, show=Made.of)


@put("/calendars/{calendar_id:uuid}", needs=ARRANGE)
async def put_calendar(calendar_id: FromPath[UUID], data: JSONBody[CalendarBody], actor: By, commands: Run) -> Made:
    command = ArrangeCalendar(
        calendar_id=calendar_id,
        name=data.name,
        venue_id=data.venue_id,
        department_id=data.department_id,
        settings=data.settings,
        active=data.active,
        version=data.version,
    )
    return await commands.run(arrange_calendar, command, actor=actor, show=Made.of)


@post("/calendars/{calendar_id:uuid}/closures", needs=ARRANGE)
async def close(calendar_id: FromPath[UUID], data: JSONBody[ClosureBody], actor: By, commands: Run) -> Closure:
    command = CloseDays(
        calendar_id=calendar_id,
        since=data.since,
        until=data.until,
        reason=data.reason,
        closes=data.closes,
        opens_again=data.opens_again,
        resource=data.resource,
        everywhere=data.everywhere,
    )
    return await commands.run(close_days, command, actor=actor)


@delete("/closures/{closure_id:uuid}", needs=ARRANGE)
async def reopen(closure_id: FromPath[UUID], actor: By, commands: Run) -> None:
    await commands.run(reopen_days, ReopenDays(closure_id), actor=actor)


router = Router("/", route_handlers=[calendars, calendar, agenda, put_venue, put_calendar, close, reopen])
