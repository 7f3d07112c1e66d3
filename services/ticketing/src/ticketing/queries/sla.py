"""What was promised for a ticket, and why its clocks say what they say. For the support team."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.policies import must_be_support, must_set_up
from ticketing.domain.refusals import TicketNotFound
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.explain import Account, Outcome, explain
from ticketing.domain.sla.policy import SlaPolicy
from ticketing.domain.words import MEASURES
from ticketing.storage import sla
from ticketing.storage.tables import tickets
from ticketing.storage.visibility import visible_tickets


class StretchView(msgspec.Struct, frozen=True, kw_only=True):
    begins: datetime
    ends: datetime
    counted: bool
    reason: str
    named: list[str]
    minutes: int


class PromiseView(msgspec.Struct, frozen=True, kw_only=True):
    """`outcome`: running, paused, kept, late or void. Times counted are open time, in minutes."""

    measure: str
    label: str
    outcome: str
    began_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    breached_at: datetime | None
    target: int
    counted: int
    stretches: list[StretchView] = []


class SlaView(msgspec.Struct, frozen=True, kw_only=True):
    """The versions of policy and calendar are those that the ticket was opened under."""

    policy: str
    policy_number: int
    calendar: str
    calendar_number: int
    zone: str
    promises: list[PromiseView]


class ShowSla(msgspec.Struct, frozen=True):
    ticket_id: UUID
    now: datetime
    locale: str


class ListPromises(msgspec.Struct, frozen=True):
    pass


class Promises(msgspec.Struct, frozen=True):
    """The present version of each calendar and policy; policies in the order in which they are tried."""

    calendars: list[BusinessCalendar]
    policies: list[SlaPolicy]


async def show_sla(question: ShowSla, actor: Actor, connection: AsyncConnection) -> SlaView | None:
    """None when nothing was promised. Raises TicketNotFound."""
    must_be_support(actor)
    seen = select(exists().where(tickets.c.id == question.ticket_id, visible_tickets(actor)))
    if not await connection.scalar(seen):
        raise TicketNotFound
    return await sla_of(connection, question)


async def sla_of(connection: AsyncConnection, question: ShowSla) -> SlaView | None:
    kept = await sla.kept_for(connection, question.ticket_id)
    if kept is None:
        return None
    policy, calendar = kept.rules.policy, kept.rules.calendar
    facts = await sla.facts_of(connection, question.ticket_id, kept.opened_severity)
    accounts = explain(facts, policy, calendar, max(question.now, facts[-1].at) if facts else question.now)
    return SlaView(
        policy=policy.name,
        policy_number=policy.number,
        calendar=calendar.name,
        calendar_number=calendar.number,
        zone=calendar.zone,
        promises=[_promise(account, question.locale) for account in accounts],
    )


async def list_promises(_: ListPromises, actor: Actor, connection: AsyncConnection) -> Promises:
    must_set_up(actor)
    return Promises(await sla.all_calendars(connection), await sla.all_policies(connection))


def _promise(account: Account, locale: str) -> PromiseView:
    late = account.breached_at is not None and account.outcome is not Outcome.VOID
    return PromiseView(
        measure=str(account.measure),
        label=say(MEASURES[account.measure], locale),
        outcome="late" if late else str(account.outcome),
        began_at=account.began_at,
        due_at=account.due_at,
        ended_at=account.ended_at,
        breached_at=account.breached_at,
        target=minutes_in(account.target or timedelta()),
        counted=minutes_in(account.counted),
        stretches=[
            StretchView(
                begins=one.begins,
                ends=one.ends,
                counted=one.reason == "open",
                reason=str(one.reason),
                named=list(one.named),
                minutes=minutes_in(one.ends - one.begins),
            )
            for one in account.stretches
        ],
    )


def minutes_in(duration: timedelta) -> int:
    return int(duration.total_seconds() // 60)
