"""Who works for whom, who is away, what each has on their desk."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.clock import PARIS
from contracts.forms import say
from demarches.domain.dossier import OPEN
from demarches.domain.policies import INSTRUCT, ORGANISE
from demarches.domain.reading import MOST_AN_HOUR
from demarches.domain.words import words_of
from demarches.queries.desk.absences import Absence, read_absences
from demarches.queries.desk.page import Named, read_departments
from demarches.storage.openings import Hour, massive_since
from demarches.storage.tables import agent_departments, agents, assignment_rules, demarches, dossiers

SOON = timedelta(days=15)


class Load(Struct, frozen=True, kw_only=True):
    """`soon`: legal date within 15 days."""

    account_id: UUID
    departments: list[UUID]
    open: int
    late: int
    soon: int
    waiting: int
    decided: int
    away: Absence | None


class RuleLine(Struct, frozen=True, kw_only=True):
    demarche_id: UUID
    title: str
    mode: str
    account_id: UUID | None


class Organisation(Struct, frozen=True, kw_only=True):
    departments: list[Named]
    loads: list[Load]
    unassigned: int
    absences: list[Absence]
    rules: list[RuleLine]
    massive: list[Hour]
    """Hours of the last week in which an agent opened unusually many dossiers that they do not examine (B11)."""


async def read_organisation(today: date, actor: Actor, connection: AsyncConnection) -> Organisation:
    away = await read_absences(today, connection)
    works_for = await _departments_of(connection)
    counted = await _counted(today, connection)
    organises = actor.holds(ORGANISE)
    found = await connection.scalars(
        select(agents.c.account_id).where(agents.c.permissions.contains([INSTRUCT])).order_by(agents.c.account_id)
    )
    loads = [
        Load(
            account_id=account,
            departments=works_for.get(account, []),
            away=next((a for a in away if a.account_id == account and a.now), None),
            **counted.get(account, {"open": 0, "late": 0, "soon": 0, "waiting": 0, "decided": 0}),
        )
        for account in found
    ]
    return Organisation(
        departments=await read_departments(connection),
        loads=sorted(loads, key=lambda load: -load.open),
        unassigned=counted.get(None, {}).get("open", 0),
        absences=away,
        rules=await _rules(actor, connection),
        massive=await massive_since(connection, _a_week_before(today), most=MOST_AN_HOUR) if organises else [],
    )


def _a_week_before(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=7), time(), PARIS)


async def _counted(today: date, connection: AsyncConnection) -> dict[UUID | None, dict[str, int]]:
    c = dossiers.c
    is_open = c.status.in_(OPEN)
    month_ago = today - timedelta(days=30)
    statement = (
        select(
            c.examiner,
            func.count().filter(is_open).label("open"),
            func.count().filter(is_open, c.due_on < today).label("late"),
            func.count().filter(is_open, c.due_on >= today, c.due_on <= today + SOON).label("soon"),
            func.count().filter(c.status == "incomplete").label("waiting"),
            func.count().filter(c.decided_at >= month_ago).label("decided"),
        )
        .where(c.status != "draft")
        .group_by(c.examiner)
    )
    known: dict[UUID | None, dict[str, int]] = {}
    for row in await connection.execute(statement):
        facts: dict[str, Any] = dict(row._mapping)
        known[facts.pop("examiner")] = facts
    return known


async def _departments_of(connection: AsyncConnection) -> dict[UUID, list[UUID]]:
    known: dict[UUID, list[UUID]] = {}
    for row in await connection.execute(select(agent_departments)):
        known.setdefault(row.account_id, []).append(row.department_id)
    return known


async def _rules(actor: Actor, connection: AsyncConnection) -> list[RuleLine]:
    """Those that give dossiers to somebody first."""
    d, r = demarches.c, assignment_rules.c
    statement = (
        select(d.id, d.title, r.mode, r.account_id)
        .outerjoin(assignment_rules, r.demarche_id == d.id)
        .where(d.current.is_not(None))
    )
    lines = [
        RuleLine(
            demarche_id=row.id,
            title=say(row.title, actor.locale),
            mode=row.mode or "none",
            account_id=row.account_id,
        )
        for row in await connection.execute(statement)
    ]
    return sorted(lines, key=lambda line: (line.mode == "none", words_of(line.title)))
