"""One piece, for the mail that speaks of it."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from documents.storage.tables import pieces


class PieceFacts(NamedTuple):
    label: str
    valid_until: date | None


async def read_piece(piece_id: UUID, _: Actor, connection: AsyncConnection) -> PieceFacts | None:
    """None when it is gone, or thrown away."""
    kept = select(pieces.c.label, pieces.c.valid_until).where(pieces.c.id == piece_id, pieces.c.trashed_at.is_(None))
    row = (await connection.execute(kept)).one_or_none()
    return PieceFacts(*row) if row is not None else None
