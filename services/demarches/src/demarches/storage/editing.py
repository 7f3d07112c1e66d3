"""Definitions under work, kept."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.refusals import Stale
from demarches.domain.refusals import DemarcheNotFound, VersionNotFound
from demarches.storage.tables import definition_drafts, definitions, demarches, draft_versions, taken_in_hand

# Of one work: nobody goes further back than that, and a definition with its form weighs some tens of kilobytes.
VERSIONS_KEPT = 100


class Work(NamedTuple):
    """`version` is 0 where nothing is under work: `content` is then what is in force. `current`: its number; `before`:
    whether any version was ever in force."""

    demarche_id: UUID
    slug: str
    content: dict[str, Any]
    version: int
    current: int | None
    published: dict[str, Any] | None
    before: bool


async def work_on(connection: AsyncConnection, demarche_id: UUID) -> Work:
    d, w, n = demarches.c, definition_drafts.c, definitions.c
    ever = exists(select(definitions.c.number).where(definitions.c.demarche_id == demarche_id).correlate(None))
    statement = (
        select(d.slug, d.current, w.content.label("draft"), w.version, n.content.label("published"), ever.label("ever"))
        .outerjoin(definition_drafts, w.demarche_id == d.id)
        .outerjoin(definitions, (n.demarche_id == d.id) & (n.number == d.current))
        .where(d.id == demarche_id, d.external_url.is_(None))
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise DemarcheNotFound
    content = row.draft or row.published or await _last(connection, demarche_id)
    return Work(demarche_id, row.slug, content, row.version or 0, row.current, row.published, row.ever)


async def keep_work(
    connection: AsyncConnection, demarche_id: UUID, content: dict[str, Any], *, expected: int, at: datetime, by: UUID
) -> int:
    """The new version of the work. Raises Stale when somebody else changed it since `expected`."""
    facts = {"content": content, "changed_at": at, "changed_by": by, "version": expected + 1}
    names, drafts = ("demarche_id", "version", "content", "changed_at", "changed_by"), definition_drafts.c
    before = select(*(drafts[name] for name in names)).where(drafts.demarche_id == demarche_id)
    # Work that was begun before its versions were kept has none of the present one.
    await connection.execute(insert(draft_versions).from_select(names, before).on_conflict_do_nothing())
    if expected == 0:
        row = insert(definition_drafts).values(demarche_id=demarche_id, **facts).on_conflict_do_nothing()
        kept = await connection.execute(row)
    else:
        c = definition_drafts.c
        kept = await connection.execute(
            update(definition_drafts).where(c.demarche_id == demarche_id, c.version == expected).values(**facts)
        )
    if kept.rowcount != 1:
        raise Stale
    await connection.execute(insert(draft_versions).values(demarche_id=demarche_id, **facts))
    oldest = delete(draft_versions).where(
        draft_versions.c.demarche_id == demarche_id, draft_versions.c.version <= expected + 1 - VERSIONS_KEPT
    )
    await connection.execute(oldest)
    hand = insert(taken_in_hand).values(demarche_id=demarche_id, since=at).on_conflict_do_nothing()
    await connection.execute(hand)
    return expected + 1


async def work_at(connection: AsyncConnection, work: Work, version: int) -> dict[str, Any]:
    """What it was at that version; at 0 what is published. Raises VersionNotFound."""
    c = draft_versions.c
    statement = select(c.content).where(c.demarche_id == work.demarche_id, c.version == version)
    content = work.published if version == 0 and work.version else await connection.scalar(statement)
    if content is None:
        raise VersionNotFound
    return content


async def is_in_hand(connection: AsyncConnection, demarche_id: UUID) -> bool:
    """Whether somebody of the organisation ever changed it."""
    hands, drafts = taken_in_hand.c, definition_drafts.c
    known = select(hands.demarche_id).where(hands.demarche_id == demarche_id)
    begun = select(drafts.demarche_id).where(drafts.demarche_id == demarche_id)
    return (await connection.execute(known.union(begun))).first() is not None


async def forget_work(connection: AsyncConnection, demarche_id: UUID) -> None:
    await connection.execute(delete(definition_drafts).where(definition_drafts.c.demarche_id == demarche_id))


async def withdraw(connection: AsyncConnection, demarche_id: UUID) -> None:
    await connection.execute(update(demarches).where(demarches.c.id == demarche_id).values(current=None))


async def _last(connection: AsyncConnection, demarche_id: UUID) -> dict[str, Any]:
    """Of what was withdrawn: its last version."""
    n = definitions.c
    last = select(n.content).where(n.demarche_id == demarche_id).order_by(n.number.desc()).limit(1)
    return await connection.scalar(last) or {}
