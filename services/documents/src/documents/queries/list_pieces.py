"""« Mes pièces justificatives »."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.documents import PIECE_TYPES
from documents.domain.media import MediaType, named_after
from documents.queries.views import FileView, PieceView, SafeView
from documents.storage.tables import files, pieces, safe_files


async def list_pieces(_: None, actor: Actor, connection: AsyncConnection) -> SafeView:
    """The owner's pieces, newest first, each with its files in the order in which they were added."""
    mine = select(pieces).where(pieces.c.owner == actor.subject).order_by(pieces.c.added_at.desc(), pieces.c.id)
    rows = (await connection.execute(mine)).all()
    by_piece = {row.id: _shown(row) for row in rows}
    held = (
        select(files, safe_files.c.piece_id, safe_files.c.name)
        .join_from(safe_files, files, (safe_files.c.tenant == files.c.tenant) & (safe_files.c.file_id == files.c.id))
        .where(safe_files.c.owner == actor.subject, safe_files.c.piece_id.is_not(None))
        .order_by(safe_files.c.added_at, safe_files.c.file_id)
    )
    for row in await connection.execute(held):
        by_piece[row.piece_id].files.append(file_view(row))
    return SafeView(count=len(by_piece), pieces=list(by_piece.values()))


def _shown(row: Any) -> PieceView:
    return PieceView(
        id=row.id,
        type=row.type,
        type_label=PIECE_TYPES[row.type],
        label=row.label,
        valid_until=row.valid_until,
        added_at=row.added_at,
        changed_at=row.changed_at,
        version=row.version,
        files=[],
    )


def file_view(row: Any) -> FileView:
    return FileView(
        file_id=row.id,
        name=named_after(row.name, MediaType(row.media_type)),
        size=row.size,
        media_type=row.media_type,
        sha256=row.sha256,
        status=row.status,
        cause=row.cause,
    )
