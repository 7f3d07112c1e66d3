"""Pieces, demands for pieces, and what documents said of their files."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.repository import Repository
from contracts.tokens import UploadReceipt
from demarches.domain.pieces import Piece, PieceRequest
from demarches.domain.refusals import FileAlreadyAttached, PieceNotFound, PieceRequestNotFound
from demarches.storage.tables import piece_files, piece_requests, pieces


def _without_version(aggregate: Piece | PieceRequest) -> dict[str, Any]:
    return {name: value for name, value in asdict(aggregate).items() if name != "version"}


class Pieces(Repository[Piece]):
    table = pieces
    missing = PieceNotFound

    def load(self, row: Row[Any]) -> Piece:
        known = row._mapping
        return Piece(**{name: known[name] for name in Piece.__dataclass_fields__})

    def dump(self, aggregate: Piece) -> dict[str, Any]:
        return _without_version(aggregate)

    async def of(self, dossier_id: UUID, piece_id: UUID) -> Piece:
        found = await self.find(pieces.c.dossier_id == dossier_id, pieces.c.id == piece_id)
        if found is None:
            raise PieceNotFound
        return found

    async def of_file(self, dossier_id: UUID, file_id: UUID) -> Piece:
        c = piece_files.c
        its = select(c.piece_id).where(c.dossier_id == dossier_id, c.id == file_id).scalar_subquery()
        found = await self.find(pieces.c.dossier_id == dossier_id, pieces.c.id == its)
        if found is None:
            raise PieceNotFound
        return found

    async def keep_files(self, piece: Piece, receipts: list[UploadReceipt]) -> None:
        """Behind those that the piece has, in this order.

        Raises FileAlreadyAttached: a file belongs to one piece of a dossier. Another dossier may have it as well.
        """
        await self.save_changes()
        last = select(func.max(piece_files.c.position)).where(piece_files.c.piece_id == piece.id)
        taken = await self.uow.connection.scalar(last)
        rows = [
            {
                "id": r.file,
                "piece_id": piece.id,
                "dossier_id": piece.dossier_id,
                "name": r.name,
                "size": r.size,
                "media_type": r.media_type,
                "sha256": r.sha256,
                "position": position,
            }
            for position, r in enumerate(receipts, start=0 if taken is None else taken + 1)
        ]
        kept = await self.uow.connection.execute(insert(piece_files).values(rows).on_conflict_do_nothing())
        if kept.rowcount != len(rows):
            raise FileAlreadyAttached

    async def drop_file(self, piece: Piece, file_id: UUID) -> None:
        """A piece without files is no piece."""
        if piece.files:
            statement = delete(piece_files).where(piece_files.c.id == file_id, piece_files.c.piece_id == piece.id)
        else:
            self._kept.pop(piece.id)
            statement = delete(pieces).where(pieces.c.id == piece.id)
        _ = await self.uow.connection.execute(statement)


class PieceRequests(Repository[PieceRequest]):
    table = piece_requests
    missing = PieceRequestNotFound

    def load(self, row: Row[Any]) -> PieceRequest:
        known = row._mapping
        return PieceRequest(**{name: known[name] for name in PieceRequest.__dataclass_fields__})

    def dump(self, aggregate: PieceRequest) -> dict[str, Any]:
        return _without_version(aggregate)

    async def of(self, dossier_id: UUID, request_id: UUID) -> PieceRequest:
        found = await self.find(piece_requests.c.dossier_id == dossier_id, piece_requests.c.id == request_id)
        if found is None:
            raise PieceRequestNotFound
        return found
