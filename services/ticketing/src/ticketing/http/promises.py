"""Calendars and policies, for programs; the console runs the same commands."""

from uuid import UUID

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from chassis.commands import Commands
from chassis.http import Ask, By
from ticketing.commands.sla.keep_calendar import KeepCalendar, keep_calendar
from ticketing.commands.sla.keep_policy import KeepPolicy, keep_policy
from ticketing.domain.policies import SET_UP
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.policy import SlaPolicy
from ticketing.queries.sla import ListPromises, Promises, list_promises
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


@get("/", needs=SET_UP)
async def index(actor: By, queries: Ask) -> Promises:
    return await queries.ask(list_promises, ListPromises(), actor=actor)


@put("/calendars/{calendar_id:uuid}", needs=SET_UP)
async def calendar(
    calendar_id: FromPath[UUID], data: JSONBody[BusinessCalendar], actor: By, commands: Doing
) -> BusinessCalendar:
    """New, or the next version. The id of the path is the one that counts."""
    return await commands.run(keep_calendar, KeepCalendar(replace(data, id=calendar_id)), actor=actor)


@put("/policies/{policy_id:uuid}", needs=SET_UP)
async def policy(policy_id: FromPath[UUID], data: JSONBody[SlaPolicy], actor: By, commands: Doing) -> SlaPolicy:
    """New, or the next version. The id of the path is the one that counts."""
    return await commands.run(keep_policy, KeepPolicy(replace(data, id=policy_id)), actor=actor)


router = Router("/desk/promises", route_handlers=[index, calendar, policy])
