"""The numbers that people know dossiers by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.storage.tables import dossiers
from demarches.storage.visibility import visible_dossiers


async def references_of(ids: Sequence[UUID], actor: Actor, connection: AsyncConnection) -> dict[UUID, str]:
    """Of those that the actor sees."""
    statement = select(dossiers.c.id, dossiers.c.reference).where(dossiers.c.id.in_(ids))
    seen = visible_dossiers(actor)
    rows = await connection.execute(statement if seen is None else statement.where(seen))
    return {row.id: row.reference or "–" for row in rows}
