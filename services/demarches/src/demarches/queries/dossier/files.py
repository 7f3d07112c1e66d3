"""Where a file belongs."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.refusals import PieceNotFound
from demarches.queries.dossier.read import visible
from demarches.storage.tables import piece_files


async def piece_of_file(question: tuple[UUID, UUID], actor: Actor, connection: AsyncConnection) -> UUID:
    """The piece of this file of this dossier."""
    dossier_id, file_id = question
    await visible(dossier_id, actor, connection)
    c = piece_files.c
    found = await connection.scalar(select(c.piece_id).where(c.dossier_id == dossier_id, c.id == file_id))
    if found is None:
        raise PieceNotFound
    return found
