"""The shared catalogue as an organisation sees it: what is offered, what it copied, what is new since."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.editor.differences import Difference
from demarches.domain.editor.sharing import update
from demarches.domain.refusals import NotACopy, SharedNotFound
from demarches.storage import editing, sharing
from demarches.storage.tables import copied_definitions, shared_definitions


class SharedLine(Struct, kw_only=True):
    """`copies`: the démarches that this organisation made of it, with the version each holds. `ended`: no longer offered
    to those who did not copy it; `note` says why."""

    id: UUID
    title: str
    summary: str
    number: int
    note: str
    shared_at: datetime
    copies: dict[UUID, int]
    ended: bool = False


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


class SourceView(Struct, kw_only=True):
    """What a copy came from: whether a later version is offered, or the offer has ended (`note` says why)."""

    newer: bool
    ended: bool
    note: str
    at: datetime


class OfferView(Struct, kw_only=True):
    """What this organisation offers to all: its last number, and how many others copied it."""

    number: int
    ended: bool
    note: str
    at: datetime
    organisations: int


class Merge(NamedTuple):
    """`documents`: the version that ours was made of, and the one offered."""

    view: UpdateView
    documents: tuple[dict[str, Any], ...]


async def list_shared(_: None, actor: Actor, connection: AsyncConnection) -> list[SharedLine]:
    c, k = shared_definitions.c, copied_definitions.c
    latest = select(c.shared_id, func.max(c.number).label("number")).group_by(c.shared_id).subquery()
    rows = await connection.execute(
        select(
            c.shared_id,
            c.number,
            c.note,
            c.shared_at,
            c.ended,
            c.content["title"].label("title"),
            c.content["summary"].label("summary"),
        )
        .join(latest, (latest.c.shared_id == c.shared_id) & (latest.c.number == c.number))
        .order_by(c.shared_at.desc(), c.shared_id)
    )
    copied: dict[UUID, dict[UUID, int]] = {}
    copies = select(k.shared_id, k.demarche_id, func.coalesce(k.under_work, k.number)).where(k.tenant == actor.tenant)
    for shared_id, demarche_id, number in await connection.execute(copies):
        copied.setdefault(shared_id, {})[demarche_id] = number
    return [
        SharedLine(
            id=row.shared_id,
            title=say(row.title, actor.locale),
            summary=say(row.summary, actor.locale),
            number=row.number,
            note=row.note,
            shared_at=row.shared_at,
            copies=copied.get(row.shared_id, {}),
            ended=row.ended,
        )
        for row in rows
        if not row.ended or row.shared_id in copied
    ]


async def list_newer(_: None, actor: Actor, connection: AsyncConnection) -> dict[UUID, int]:
    """Démarches for which a later version is offered, with its number."""
    c, k = shared_definitions.c, copied_definitions.c
    latest = select(c.shared_id, func.max(c.number).label("number")).group_by(c.shared_id).subquery()
    statement = (
        select(k.demarche_id, c.number)
        .join(latest, latest.c.shared_id == k.shared_id)
        .join(shared_definitions, (c.shared_id == latest.c.shared_id) & (c.number == latest.c.number))
        .where(k.tenant == actor.tenant, c.number > func.coalesce(k.under_work, k.number), ~c.ended)
    )
    return {row.demarche_id: row.number for row in await connection.execute(statement)}


async def read_source(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> SourceView | None:
    """None for what did not come from the shared catalogue."""
    try:
        origin = await sharing.origin_of(connection, demarche_id)
    except NotACopy:
        return None
    latest = await sharing.latest(connection, origin.shared_id)
    newer = latest.number > origin.number and not latest.ended
    return SourceView(newer=newer, ended=latest.ended, note=latest.note, at=latest.shared_at)


async def read_offer(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> OfferView | None:
    """None for what this organisation never offered."""
    try:
        latest = await sharing.latest(connection, demarche_id)
    except SharedNotFound:
        return None
    if latest.by != actor.tenant:
        return None
    others = [tenant for tenant in await sharing.copiers(connection, demarche_id) if tenant != actor.tenant]
    return OfferView(
        number=latest.number, ended=latest.ended, note=latest.note, at=latest.shared_at, organisations=len(others)
    )


async def read_shared(shared_id: UUID, actor: Actor, connection: AsyncConnection) -> SharedView:
    latest = await sharing.offered(connection, shared_id)
    versions = await _versions(connection, shared_id, after=0)
    return SharedView(id=shared_id, number=latest.number, content=latest.content, versions=versions)


async def read_update(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> UpdateView | None:
    """None where nothing new is offered, or where it never came from there. Raises DemarcheNotFound."""
    found = await read_merge(demarche_id, actor, connection)
    return found.view if found else None


async def read_merge(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> Merge | None:
    """The same, with the documents that it speaks of."""
    work = await editing.work_on(connection, demarche_id)
    try:
        origin = await sharing.origin_of(connection, demarche_id)
    except NotACopy:
        return None
    latest = await sharing.latest(connection, origin.shared_id)
    if latest.number == origin.number or latest.ended:
        return None
    base = await sharing.offered(connection, origin.shared_id, origin.number)
    found = update(base.content, work.content, latest.content)
    view = UpdateView(
        shared_id=origin.shared_id,
        since=origin.number,
        number=latest.number,
        notes=await _versions(connection, origin.shared_id, after=origin.number),
        changes=found.changes,
        conflicts=found.conflicts,
        version=work.version,
    )
    return Merge(view, (base.content, latest.content))


async def _versions(connection: AsyncConnection, shared_id: UUID, *, after: int) -> list[SharedVersion]:
    c = shared_definitions.c
    statement = select(c.number, c.note, c.shared_at).where(c.shared_id == shared_id, c.number > after, ~c.ended)
    rows = await connection.execute(statement.order_by(c.number.desc()))
    return [SharedVersion(number=row.number, note=row.note, shared_at=row.shared_at) for row in rows]
