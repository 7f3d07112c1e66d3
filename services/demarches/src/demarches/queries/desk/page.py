"""Everything that the page of the queue shows, in one transaction and a number of statements that does not grow."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page
from contracts.forms import say
from demarches.domain.policies import INSTRUCT
from demarches.queries.desk.queue import AskQueue, count_queue, list_queue
from demarches.queries.dossiers import DossierLine
from demarches.storage.tables import absences, agents, demarches, departments, saved_views


class Named(Struct, frozen=True):
    id: UUID
    name: str


class Offered(Struct, frozen=True):
    id: UUID
    slug: str
    title: str


class KeptView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    query: str
    shared: bool
    mine: bool


class Choices(Struct, frozen=True, kw_only=True):
    """What one may filter by, and give a dossier to. `known`: this agent is among the agents, with these permissions."""

    demarches: list[Offered]
    departments: list[Named]
    agents: list[UUID]
    known: bool
    stands_in_for: list[UUID]


class DeskPage(Struct, frozen=True, kw_only=True):
    found: Page[DossierLine]
    counts: dict[str, int]
    views: list[KeptView]
    choices: Choices


async def read_desk(question: AskQueue, actor: Actor, connection: AsyncConnection) -> DeskPage:
    return DeskPage(
        found=await list_queue(question, actor, connection),
        counts=await count_queue(question.today, actor, connection),
        views=await _views(actor, connection),
        choices=await read_choices(question.today, actor, connection),
    )


async def read_choices(today: date, actor: Actor, connection: AsyncConnection) -> Choices:
    offered = select(demarches.c.id, demarches.c.slug, demarches.c.title).where(demarches.c.current.is_not(None))
    known: dict[UUID, Any] = {
        row.account_id: row.permissions
        for row in await connection.execute(select(agents).order_by(agents.c.account_id))
    }
    away = absences.c
    stood = select(away.account_id).where(
        away.substitute == actor.subject, away.from_on <= today, away.until_on >= today
    )
    ours = {permission for permission in actor.permissions if permission.startswith("demarches.")}
    rows = await connection.execute(offered.order_by(demarches.c.slug))
    return Choices(
        demarches=[Offered(row.id, row.slug, say(row.title, actor.locale)) for row in rows],
        departments=await read_departments(connection),
        agents=[account for account, permissions in known.items() if INSTRUCT in permissions],
        known=set(known.get(actor.subject, ())) == ours if actor.subject else True,
        stands_in_for=list(await connection.scalars(stood)),
    )


async def read_departments(connection: AsyncConnection) -> list[Named]:
    d = departments.c
    return [Named(row.id, row.name) for row in await connection.execute(select(d.id, d.name).order_by(d.name))]


async def _views(actor: Actor, connection: AsyncConnection) -> list[KeptView]:
    c = saved_views.c
    mine_or_ours = select(saved_views).where(or_(c.account_id == actor.subject, c.shared)).order_by(c.name, c.id)
    return [
        KeptView(id=row.id, name=row.name, query=row.query, shared=row.shared, mine=row.account_id == actor.subject)
        for row in await connection.execute(mine_or_ours)
    ]
