"""Throw a piece away, take it back within 30 days, or have it gone for good."""

from typing import NamedTuple
from uuid import UUID

from contracts.documents import PieceExpiring, PiecePurged
from documents.domain import policies
from documents.domain.refusals import SafeNotFound
from documents.domain.safe import REMINDED_BEFORE, TRASH_KEPT, Piece, Safe
from documents.storage.piece_dates import days_left
from documents.storage.unit_of_work import DocumentsWork


class OnePiece(NamedTuple):
    piece_id: UUID


async def delete_piece(command: OnePiece, uow: DocumentsWork) -> None:
    """Into the trash; from the trash, for good. The copies that dossiers hold stay."""
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.whichever(command.piece_id)
    if piece.trashed_at is not None:
        await _purge(piece, safe, uow)
        return
    safe.free_room()
    uow.record(piece.trash(at=uow.now), concerns=owner)
    await uow.calendar.follow(piece)


async def restore_piece(command: OnePiece, uow: DocumentsWork) -> Piece:
    """It needs its room again: a full safe says so."""
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.in_trash(command.piece_id)
    safe.make_room()
    uow.record(piece.restore(), concerns=owner)
    await uow.calendar.follow(piece)
    return piece


async def watch_piece(command: OnePiece, uow: DocumentsWork) -> None:
    """Its time has come: to leave the trash for good, or to tell its owner that it ends soon."""
    dates = await uow.calendar.of(command.piece_id)
    if dates is None:
        return
    if dates.trashed_at is not None:
        if dates.trashed_at + TRASH_KEPT <= uow.now:
            await _purge_by_itself(command.piece_id, dates.owner, uow)
        return
    if dates.valid_until is None:
        return
    left = days_left(dates.valid_until, uow.now)
    due = next((days for days in sorted(REMINDED_BEFORE) if 0 <= left <= days), None)
    if due is None or (dates.reminded_at_days is not None and dates.reminded_at_days <= due):
        return
    await uow.calendar.reminded(command.piece_id, due)
    told = PieceExpiring(piece_id=command.piece_id, owner_id=dates.owner, days_left=due)
    uow.record(told, concerns=dates.owner)


async def _purge_by_itself(piece_id: UUID, owner: UUID, uow: DocumentsWork) -> None:
    await uow.safes.enter(owner)
    try:
        safe = await uow.safes.get(owner)
        piece = await uow.pieces.in_trash(piece_id)
    except SafeNotFound:
        await uow.calendar.forget(piece_id)
        return
    await _purge(piece, safe, uow)


async def _purge(piece: Piece, safe: Safe, uow: DocumentsWork) -> None:
    for held in [*await uow.safes.files_of(safe, piece), *await uow.safes.former_files_of(safe, piece)]:
        await uow.safes.let_go(held)
    await uow.pieces.remove(piece)
    await uow.calendar.forget(piece.id)
    uow.record(PiecePurged(piece_id=piece.id), concerns=safe.id)
