"""Rename a piece, put its files in order, or take one out of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.policies import must_match
from documents.domain import policies
from documents.domain.refusals import FileNotFound
from documents.domain.safe import Piece
from documents.storage.unit_of_work import DocumentsWork


@dataclass(frozen=True, kw_only=True)
class RenamePiece:
    piece_id: UUID
    label: str
    valid_until: date | None
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveFileFromPiece:
    piece_id: UUID
    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderFiles:
    """`file_ids`: all that stand for the piece, in the order wanted."""

    piece_id: UUID
    file_ids: tuple[UUID, ...]
    version: int | None = None


async def rename_piece(command: RenamePiece, uow: DocumentsWork) -> Piece:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    piece = await uow.pieces.get(command.piece_id)
    must_match(piece.version, command.version)
    piece.rename(command.label, command.valid_until, at=uow.now)
    await uow.calendar.follow(piece)
    uow.note("documents.piece.changed", piece.id, concerns=owner)
    return piece


async def order_files(command: OrderFiles, uow: DocumentsWork) -> Piece:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    must_match(piece.version, command.version)
    standing = [held.file_id for held in await uow.safes.files_of(safe, piece)]
    piece.arrange(command.file_ids, standing=standing, at=uow.now)
    await uow.safes.put_in_order(command.file_ids)
    uow.note("documents.piece.changed", piece.id, concerns=owner)
    return piece


async def remove_file_from_piece(command: RemoveFileFromPiece, uow: DocumentsWork) -> Piece:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    held = await uow.safes.held(safe, command.file_id)
    if held.piece_id != piece.id:
        raise FileNotFound
    if held.replaced_at is None:
        piece.lose(1, at=uow.now)
    await uow.safes.let_go(held)
    uow.note("documents.piece.changed", piece.id, concerns=owner)
    return piece
