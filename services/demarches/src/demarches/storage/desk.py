"""Agents, departments, absences and rules, kept."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import OPEN
from demarches.domain.policies import INSTRUCT
from demarches.storage.tables import absences, agent_departments, agents, assignment_rules, departments, dossiers


class Rule(NamedTuple):
    mode: str
    account_id: UUID | None


async def keep_agent(connection: AsyncConnection, account_id: UUID, permissions: Sequence[str]) -> None:
    row = insert(agents).values(account_id=account_id, permissions=sorted(permissions))
    kept = row.on_conflict_do_update(
        index_elements=["tenant", "account_id"], set_={"permissions": row.excluded.permissions}
    )
    await connection.execute(kept)


async def permissions_of(connection: AsyncConnection, account_id: UUID) -> set[str]:
    """Locked: grants and revocations of one account follow each other."""
    statement = select(agents.c.permissions).where(agents.c.account_id == account_id).with_for_update()
    return set(await connection.scalar(statement) or ())


async def open_dossiers_of(connection: AsyncConnection, account_id: UUID) -> list[UUID]:
    c = dossiers.c
    return list(await connection.scalars(select(c.id).where(c.examiner == account_id, c.status.in_(OPEN))))


async def instructs(connection: AsyncConnection, account_id: UUID, department_id: UUID | None) -> bool:
    """Whether this account may be given what this department has."""
    mine = select(agent_departments.c.department_id).where(agent_departments.c.account_id == account_id)
    statement = select(agents.c.account_id).where(
        agents.c.account_id == account_id,
        agents.c.permissions.contains([INSTRUCT]),
        or_(~exists(mine), mine.where(agent_departments.c.department_id == department_id).exists()),
    )
    return await connection.scalar(statement) is not None


async def has_agents(connection: AsyncConnection, department_id: UUID) -> bool:
    """Whether anybody who instructs belongs to it: who belongs to none works for all, and is asked nothing in its name."""
    d = agent_departments.c
    theirs = select(agents.c.account_id).join(agent_departments, d.account_id == agents.c.account_id)
    anyone = theirs.where(d.department_id == department_id, agents.c.permissions.contains([INSTRUCT])).limit(1)
    return await connection.scalar(anyone) is not None


async def department_exists(connection: AsyncConnection, department_id: UUID) -> bool:
    return await connection.scalar(select(departments.c.id).where(departments.c.id == department_id)) is not None


async def set_departments(connection: AsyncConnection, account_id: UUID, chosen: Sequence[UUID]) -> None:
    await connection.execute(delete(agent_departments).where(agent_departments.c.account_id == account_id))
    if chosen:
        rows = [{"account_id": account_id, "department_id": department} for department in dict.fromkeys(chosen)]
        await connection.execute(insert(agent_departments), rows)


async def rule_for(connection: AsyncConnection, dossier_id: UUID) -> Rule | None:
    """Of the démarche of that dossier, which is not locked for it."""
    c, d = assignment_rules.c, dossiers.c
    statement = select(c.mode, c.account_id).join(dossiers, d.demarche_id == c.demarche_id).where(d.id == dossier_id)
    row = (await connection.execute(statement)).one_or_none()
    return Rule(row.mode, row.account_id) if row else None


async def set_rule(connection: AsyncConnection, demarche_id: UUID, rule: Rule | None) -> None:
    if rule is None:
        await connection.execute(delete(assignment_rules).where(assignment_rules.c.demarche_id == demarche_id))
        return
    facts = rule._asdict()
    row = insert(assignment_rules).values(demarche_id=demarche_id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "demarche_id"], set_=facts))


async def substitute_of(connection: AsyncConnection, account_id: UUID, today: date) -> UUID | None:
    """Who stands in for an agent who is away today."""
    c = absences.c
    away = select(c.substitute).where(c.account_id == account_id, c.from_on <= today, c.until_on >= today)
    return await connection.scalar(away.order_by(c.until_on.desc()).limit(1))


async def queue_to_choose(connection: AsyncConnection) -> None:
    """Whoever chooses waits until the choice before is committed: two at once would count the same desks, and give both
    to the same agent. The rows of those who instruct are locked, in their order."""
    statement = select(agents.c.account_id).where(agents.c.permissions.contains([INSTRUCT]))
    await connection.execute(statement.order_by(agents.c.account_id).with_for_update(key_share=True))


async def least_loaded(connection: AsyncConnection, department_id: UUID | None, today: date) -> UUID | None:
    """Of those who instruct for the department and are here today: who has the fewest open dossiers."""
    a, d, c = agents.c, agent_departments.c, absences.c
    theirs = select(d.department_id).where(d.account_id == a.account_id).correlate(agents)
    away = select(c.id).where(c.account_id == a.account_id, c.from_on <= today, c.until_on >= today).correlate(agents)
    load = (
        select(func.count())
        .where(dossiers.c.examiner == a.account_id, dossiers.c.status.in_(OPEN))
        .correlate(agents)
        .scalar_subquery()
    )
    statement = (
        select(a.account_id)
        .where(
            a.permissions.contains([INSTRUCT]),
            or_(~exists(theirs), theirs.where(d.department_id == department_id).exists()),
            ~exists(away),
        )
        .order_by(load, a.account_id)
        .limit(1)
    )
    return await connection.scalar(statement)
