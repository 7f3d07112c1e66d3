"""Promises, kept: calendars and policies by version, the clocks of each ticket, and the timers that watch them."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.unit_of_work import UnitOfWork
from contracts.events import Event
from contracts.ticketing import SlaAchieved, SlaBreached, SlaImminent
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.refusals import CalendarNotFound, PolicyNotFound
from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.clock import Clock, Rules, Standing
from ticketing.domain.sla.facts import Fact, fact_of
from ticketing.domain.sla.policy import SlaPolicy
from ticketing.domain.ticket import Ticket
from ticketing.storage.sla_tables import calendars, policies, ticket_sla
from ticketing.storage.tables import catalogue_entries, history

WATCHING = "watch_sla"
S = TypeVar("S", BusinessCalendar, SlaPolicy)


class Kept(NamedTuple):
    """What a ticket was promised, and where it stands."""

    rules: Rules
    standing: Standing
    opened_severity: Severity


async def keep_calendar(uow: UnitOfWork, calendar: BusinessCalendar) -> BusinessCalendar:
    """As its next version. Tickets that are open keep the one they have."""
    return await _keep(uow, calendars, calendar, {})


async def keep_policy(uow: UnitOfWork, policy: SlaPolicy) -> SlaPolicy:
    """As its next version. Tickets that are open keep the one they have."""
    return await _keep(uow, policies, policy, {"position": policy.position})


async def calendar_of(connection: AsyncConnection, calendar_id: UUID) -> BusinessCalendar:
    """The present version. Raises CalendarNotFound."""
    found = await _present(connection, calendars, BusinessCalendar, calendar_id)
    if not found:
        raise CalendarNotFound
    return found[0]


async def policy_of(connection: AsyncConnection, policy_id: UUID) -> SlaPolicy:
    """The present version. Raises PolicyNotFound."""
    found = await _present(connection, policies, SlaPolicy, policy_id)
    if not found:
        raise PolicyNotFound
    return found[0]


async def all_calendars(connection: AsyncConnection) -> list[BusinessCalendar]:
    return sorted(await _present(connection, calendars, BusinessCalendar), key=lambda one: one.name)


async def all_policies(connection: AsyncConnection) -> list[SlaPolicy]:
    """In the order in which they are tried."""
    return sorted(await _present(connection, policies, SlaPolicy), key=lambda one: (one.position, one.name))


async def promise(uow: UnitOfWork, ticket: Ticket) -> None:
    """The first policy that is for this ticket is its own from here on. Without one, nothing is promised."""
    kind = await uow.connection.scalar(
        select(catalogue_entries.c.kind).where(catalogue_entries.c.id == ticket.entry_id)
    )
    kept = await all_policies(uow.connection)
    policy = next((one for one in kept if one.is_for(RequestKind(kind or ""), ticket.organisation_id)), None)
    if policy is None:
        return
    calendar = await calendar_of(uow.connection, policy.calendar_id)
    row = {
        "ticket_id": ticket.id,
        "policy_id": policy.id,
        "policy_number": policy.number,
        "calendar_id": calendar.id,
        "calendar_number": calendar.number,
        "opened_severity": str(ticket.severity),
        "standing": msgspec.to_builtins(Standing()),
        "state": "none",
    }
    _ = await uow.connection.execute(insert(ticket_sla).values(**row))


async def follow(uow: UnitOfWork, ticket: Ticket, events: Sequence[Event]) -> None:
    """Move the ticket's clocks on by what has just happened to it."""
    kept = await kept_for(uow.connection, ticket.id, lock=True)
    if kept is None:
        return
    standing = kept.standing
    for event in events:
        fact = fact_of(event.type, msgspec.to_builtins(event), uow.now, kept.opened_severity)
        standing = kept.rules.advance(standing, fact) if fact else standing
    await _keep_standing(uow, ticket, kept, standing)


async def settle(uow: UnitOfWork, ticket: Ticket) -> None:
    """Tell what is due, or nearly, at this moment."""
    kept = await kept_for(uow.connection, ticket.id, lock=True)
    if kept is not None:
        await _keep_standing(uow, ticket, kept, kept.rules.settle(kept.standing, uow.now))


async def kept_for(connection: AsyncConnection, ticket_id: UUID, *, lock: bool = False) -> Kept | None:
    """With the versions of policy and calendar that the ticket was opened under."""
    s, p, c = ticket_sla, policies, calendars
    wanted = (
        select(s, p.c.spec.label("policy"), c.c.spec.label("calendar"))
        .join(p, (p.c.tenant == s.c.tenant) & (p.c.id == s.c.policy_id) & (p.c.number == s.c.policy_number))
        .join(c, (c.c.tenant == s.c.tenant) & (c.c.id == s.c.calendar_id) & (c.c.number == s.c.calendar_number))
        .where(s.c.ticket_id == ticket_id)
    )
    row = (await connection.execute(wanted.with_for_update(of=s) if lock else wanted)).one_or_none()
    if row is None:
        return None
    policy = replace(msgspec.convert(row.policy, SlaPolicy), number=row.policy_number)
    calendar = replace(msgspec.convert(row.calendar, BusinessCalendar), number=row.calendar_number)
    standing = msgspec.convert(row.standing, Standing)
    return Kept(Rules(policy, calendar), standing, Severity(row.opened_severity))


async def facts_of(connection: AsyncConnection, ticket_id: UUID, opened: Severity) -> list[Fact]:
    """Everything that ever happened to the ticket, oldest first."""
    h = history
    rows = await connection.execute(
        select(h.c.type, h.c.facts, h.c.at).where(h.c.ticket_id == ticket_id).order_by(h.c.id)
    )
    facts = (fact_of(row.type, row.facts, row.at, opened) for row in rows)
    return [fact for fact in facts if fact is not None]


async def _keep_standing(uow: UnitOfWork, ticket: Ticket, kept: Kept, standing: Standing) -> None:
    for event in _news(ticket.id, kept.standing, standing):
        uow.record(event)
    rules, severity = kept.rules, standing.severity
    dues = [due for clock in standing.alive if (due := rules.due(clock, severity))]
    waited = [due for clock in standing.alive if clock.breached_at is None and (due := rules.due(clock, severity))]
    warned = [warn for clock in standing.alive if clock.warned_at is None and (warn := rules.warns(clock, severity))]
    due_at, rings_at = min(dues, default=None), min([*waited, *warned], default=None)
    row = {
        "standing": msgspec.to_builtins(standing),
        "state": _state(standing.alive),
        "due_at": due_at,
        "rings_at": rings_at,
        "sooner": -int(due_at.timestamp()) if due_at else 0,
    }
    before = await uow.connection.scalar(select(ticket_sla.c.rings_at).where(ticket_sla.c.ticket_id == ticket.id))
    _ = await uow.connection.execute(update(ticket_sla).where(ticket_sla.c.ticket_id == ticket.id).values(**row))
    if rings_at is not None and rings_at != before:
        await uow.schedule(WATCHING, ticket.id, due_at=rings_at)


def _state(alive: Sequence[Clock]) -> str:
    if not alive:
        return "none"
    if any(clock.breached_at for clock in alive):
        return "breached"
    return "imminent" if any(clock.warned_at for clock in alive) else "running"


def _news(ticket_id: UUID, before: Standing, after: Standing) -> list[Event]:
    """What came of each clock. A late answer is no achievement."""
    found: list[Event] = []
    old = {(clock.measure, clock.began_at): clock for clock in before.clocks}
    for clock in after.clocks:
        known = old.get((clock.measure, clock.began_at), clock)
        about: dict[str, Any] = {"ticket_id": ticket_id, "measure": str(clock.measure)}
        if clock.breached_at and not known.breached_at:
            found.append(SlaBreached(**about))
        elif clock.warned_at and not known.warned_at and clock.is_alive:
            found.append(SlaImminent(**about))
        if clock.ended_at and not known.ended_at and not clock.breached_at:
            found.append(SlaAchieved(**about))
    return found


async def _keep(uow: UnitOfWork, table: Table, spec: S, more: dict[str, Any]) -> S:
    """What says nothing new makes no version."""
    wanted = select(table.c.number, table.c.spec).where(table.c.id == spec.id, table.c.current).with_for_update()
    known = (await uow.connection.execute(wanted)).one_or_none()
    number = known.number + 1 if known else 1
    made = msgspec.to_builtins(replace(spec, number=0))
    if known is not None and known.spec == made:
        return replace(spec, number=known.number)
    _ = await uow.connection.execute(update(table).where(table.c.id == spec.id).values(current=False))
    row = {"id": spec.id, "number": number, "spec": made, "current": True, "made_at": uow.now, **more}
    _ = await uow.connection.execute(insert(table).values(**row))
    return replace(spec, number=number)


async def _present(connection: AsyncConnection, table: Table, kind: type[S], only: UUID | None = None) -> list[S]:
    wanted = select(table.c.number, table.c.spec).where(table.c.current)
    if only is not None:
        wanted = wanted.where(table.c.id == only)
    rows = (await connection.execute(wanted)).all()
    return [replace(msgspec.convert(row.spec, kind), number=row.number) for row in rows]
