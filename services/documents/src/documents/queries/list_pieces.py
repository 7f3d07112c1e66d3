"""« Mes pièces justificatives »."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.documents import PIECE_TYPES
from documents.domain.media import MediaType, named_after
from documents.queries.views import FileView, PieceView, SafeView
from documents.storage.tables import files, pieces, safe_files, thumbnails


async def list_pieces(_: None, actor: Actor, connection: AsyncConnection) -> SafeView:
    """The owner's pieces, newest first, each with its files in the order that the owner gave them."""
    mine = select(pieces).where(pieces.c.owner == actor.subject).order_by(pieces.c.added_at.desc(), pieces.c.id)
    rows = (await connection.execute(mine)).all()
    by_piece = {row.id: _shown(row) for row in rows}
    same = (safe_files.c.tenant == files.c.tenant) & (safe_files.c.file_id == files.c.id)
    drawn = (thumbnails.c.tenant == files.c.tenant) & (thumbnails.c.file_id == files.c.id)
    in_order = (safe_files.c.position, safe_files.c.added_at, safe_files.c.file_id)
    held = (
        select(files, safe_files.c.piece_id, safe_files.c.name, safe_files.c.replaced_at, thumbnails.c.pages)
        .select_from(safe_files.join(files, same).outerjoin(thumbnails, drawn))
        .where(safe_files.c.owner == actor.subject, safe_files.c.piece_id.is_not(None))
        .order_by(safe_files.c.replaced_at.desc().nulls_first(), *in_order)
    )
    for row in await connection.execute(held):
        piece = by_piece[row.piece_id]
        if row.replaced_at is None:
            piece.files.append(file_view(row))
        else:
            piece.former.append(file_view(row))
    kept = [piece for piece in by_piece.values() if piece.trashed_at is None]
    trash = sorted((piece for piece in by_piece.values() if piece.trashed_at is not None), key=_thrown, reverse=True)
    return SafeView(count=len(kept), pieces=kept, trash=trash)


def _thrown(piece: PieceView) -> float:
    return piece.trashed_at.timestamp() if piece.trashed_at else 0


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
        former=[],
        trashed_at=row.trashed_at,
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
        pages=row.pages if row.status == "clean" else None,
        replaced_at=row.replaced_at,
    )
