"""Everything that the page of the queue shows, in one transaction and a number of statements that does not grow."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page
from chassis.together import Answers, Together
from contracts.forms import say
from demarches.domain.policies import INSTRUCT
from demarches.domain.words import words_of
from demarches.queries.desk.absences import Absence, absence_in
from demarches.queries.desk.queue import AskQueue, count_queue, list_queue
from demarches.queries.dossiers import DossierLine
from demarches.storage.tables import absences, agents, demarches, departments, saved_views

_de, _away = demarches.c, absences.c
_DEPARTMENTS = select(departments.c.id, departments.c.name).order_by(departments.c.name)
CHOICES = {
    "offered": select(_de.id, _de.slug, _de.title).where(_de.current.is_not(None)),
    "departments": _DEPARTMENTS,
    "agents": select(agents.c.account_id, agents.c.permissions).order_by(agents.c.account_id),
    "stood": select(_away.account_id).where(
        _away.substitute == bindparam("reader"),
        _away.from_on <= bindparam("today"),
        _away.until_on >= bindparam("today"),
    ),
}
_OWN_ABSENCE = (
    select(*(_away[name] for name in ("id", "account_id", "substitute", "from_on", "until_on")))
    .where(
        _away.account_id == bindparam("reader"),
        _away.from_on <= bindparam("today"),
        _away.until_on >= bindparam("today"),
    )
    .order_by(_away.until_on.desc())
)
_TOGETHER = Together(
    {
        **CHOICES,
        "gone": _OWN_ABSENCE,
    }
)


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
    """`away`: the reader's own absence, today."""

    found: Page[DossierLine]
    counts: dict[str, int]
    views: list[KeptView]
    choices: Choices
    away: Absence | None


async def read_desk(question: AskQueue, actor: Actor, connection: AsyncConnection) -> DeskPage:
    asked = await _TOGETHER.ask(connection, {"reader": actor.subject, "today": question.today})
    return DeskPage(
        found=await list_queue(question, actor, connection),
        counts=await count_queue(question.today, actor, connection),
        views=await _views(actor, connection),
        choices=choices_in(asked, actor),
        away=next((absence_in(row, question.today) for row in asked["gone"]), None),
    )


async def read_choices(today: date, actor: Actor, connection: AsyncConnection) -> Choices:
    return choices_in(await _TOGETHER.ask(connection, {"reader": actor.subject, "today": today}), actor)


def choices_in(answers: Answers, actor: Actor) -> Choices:
    known: dict[UUID, Any] = {row.account_id: row.permissions for row in answers["agents"]}
    ours = {permission for permission in actor.permissions if permission.startswith("demarches.")}
    return Choices(
        demarches=sorted(
            (Offered(row.id, row.slug, say(row.title, actor.locale)) for row in answers["offered"]),
            key=lambda one: words_of(one.title),
        ),
        departments=[Named(row.id, row.name) for row in answers["departments"]],
        agents=[account for account, permissions in known.items() if INSTRUCT in permissions],
        known=set(known.get(actor.subject, ())) == ours if actor.subject else True,
        stands_in_for=[row.account_id for row in answers["stood"]],
    )


async def read_departments(connection: AsyncConnection) -> list[Named]:
    return [Named(row.id, row.name) for row in await connection.execute(_DEPARTMENTS)]


async def _views(actor: Actor, connection: AsyncConnection) -> list[KeptView]:
    c = saved_views.c
    mine_or_ours = select(saved_views).where(or_(c.account_id == actor.subject, c.shared)).order_by(c.name, c.id)
    return [
        KeptView(id=row.id, name=row.name, query=row.query, shared=row.shared, mine=row.account_id == actor.subject)
        for row in await connection.execute(mine_or_ours)
    ]
