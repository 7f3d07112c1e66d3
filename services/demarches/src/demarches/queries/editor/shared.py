"""The shared catalogue as an organisation sees it: what is offered, what it copied, what is new since."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.editor.differences import Difference
from demarches.domain.editor.sharing import update
from demarches.domain.refusals import NotACopy
from demarches.storage import editing, sharing
from demarches.storage.tables import copied_definitions, shared_definitions


class SharedLine(Struct, kw_only=True):
    """`copies`: the démarches that this organisation made of it, with the version each holds."""

    id: UUID
    title: str
    summary: str
    number: int
    note: str
    shared_at: datetime
    copies: dict[UUID, int]


class SharedVersion(Struct, kw_only=True):
    number: int
    note: str
    shared_at: datetime


class SharedView(Struct, kw_only=True):
    """The latest version whole, and what was said of each."""

    id: UUID
    number: int
    content: dict[str, Any]
    versions: list[SharedVersion]


class UpdateView(Struct, kw_only=True):
    """A later version offered. `changes`: its author's. `conflicts`: places changed here as well, `before` being ours."""

    shared_id: UUID
    since: int
    number: int
    notes: list[SharedVersion]
    changes: list[Difference]
    conflicts: list[Difference]
    version: int


async def list_shared(_: None, actor: Actor, connection: AsyncConnection) -> list[SharedLine]:
    c, k = shared_definitions.c, copied_definitions.c
    latest = select(c.shared_id, func.max(c.number).label("number")).group_by(c.shared_id).subquery()
    rows = await connection.execute(
        select(c.shared_id, c.number, c.note, c.shared_at, c.content["title"].label("title"), c.content["summary"])
        .join(latest, (latest.c.shared_id == c.shared_id) & (latest.c.number == c.number))
        .order_by(c.shared_at.desc(), c.shared_id)
    )
    copied: dict[UUID, dict[UUID, int]] = {}
    copies = select(k.shared_id, k.demarche_id, func.coalesce(k.under_work, k.number))
    for shared_id, demarche_id, number in await connection.execute(copies):
        copied.setdefault(shared_id, {})[demarche_id] = number
    return [
        SharedLine(
            id=row.shared_id,
            title=say(row.title, actor.locale),
            summary=say(row[5], actor.locale),
            number=row.number,
            note=row.note,
            shared_at=row.shared_at,
            copies=copied.get(row.shared_id, {}),
        )
        for row in rows
    ]


async def list_newer(_: None, actor: Actor, connection: AsyncConnection) -> dict[UUID, int]:
    """Démarches for which a later version is offered, with its number."""
    c, k = shared_definitions.c, copied_definitions.c
    latest = select(c.shared_id, func.max(c.number).label("number")).group_by(c.shared_id).subquery()
    statement = (
        select(k.demarche_id, latest.c.number)
        .join(latest, latest.c.shared_id == k.shared_id)
        .where(latest.c.number > func.coalesce(k.under_work, k.number))
    )
    return {row.demarche_id: row.number for row in await connection.execute(statement)}


async def read_shared(shared_id: UUID, actor: Actor, connection: AsyncConnection) -> SharedView:
    latest = await sharing.offered(connection, shared_id)
    versions = await _versions(connection, shared_id, after=0)
    return SharedView(id=shared_id, number=latest.number, content=latest.content, versions=versions)


async def read_update(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> UpdateView | None:
    """None where nothing new is offered, or where it never came from there. Raises DemarcheNotFound."""
    work = await editing.work_on(connection, demarche_id)
    try:
        origin = await sharing.origin_of(connection, demarche_id)
    except NotACopy:
        return None
    latest = await sharing.offered(connection, origin.shared_id)
    if latest.number == origin.number:
        return None
    base = await sharing.offered(connection, origin.shared_id, origin.number)
    found = update(base.content, work.content, latest.content)
    return UpdateView(
        shared_id=origin.shared_id,
        since=origin.number,
        number=latest.number,
        notes=await _versions(connection, origin.shared_id, after=origin.number),
        changes=found.changes,
        conflicts=found.conflicts,
        version=work.version,
    )


async def _versions(connection: AsyncConnection, shared_id: UUID, *, after: int) -> list[SharedVersion]:
    c = shared_definitions.c
    statement = select(c.number, c.note, c.shared_at).where(c.shared_id == shared_id, c.number > after)
    rows = await connection.execute(statement.order_by(c.number.desc()))
    return [SharedVersion(number=row.number, note=row.note, shared_at=row.shared_at) for row in rows]
