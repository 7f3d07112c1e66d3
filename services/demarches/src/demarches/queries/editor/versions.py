"""What the work was, change by change, since the last publication."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.editor.differences import Difference, differences
from demarches.domain.refusals import VersionNotFound
from demarches.storage import editing
from demarches.storage.tables import draft_versions


class VersionLine(Struct, kw_only=True):
    """`changes`: from the one before."""

    version: int
    at: datetime
    by: UUID
    changes: list[Difference]


async def read_changes_since(question: tuple[UUID, int], actor: Actor, connection: AsyncConnection) -> list[Difference]:
    """What others changed since that version of the work; nothing where it is no longer kept."""
    demarche_id, version = question
    work = await editing.work_on(connection, demarche_id)
    try:
        return list(differences(await editing.work_at(connection, work, version), work.content))
    except VersionNotFound:
        return []


async def read_versions(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> list[VersionLine]:
    """The last first."""
    work = await editing.work_on(connection, demarche_id)
    if work.version == 0:
        return []
    c = draft_versions.c
    statement = select(draft_versions).where(c.demarche_id == demarche_id).order_by(c.version)
    before, found = work.published or {}, list[VersionLine]()
    for row in await connection.execute(statement):
        changes = list(differences(before, row.content)) if before else []
        found.append(VersionLine(version=row.version, at=row.changed_at, by=row.changed_by, changes=changes))
        before = row.content
    return found[::-1]
