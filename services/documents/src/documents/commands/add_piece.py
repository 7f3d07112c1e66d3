"""Put files that were sent to the safe into a new piece, or into one that has room."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.policies import must_match
from chassis.refusals import Fault, Invalid
from contracts.documents import PieceAdded
from documents.domain import policies
from documents.domain.refusals import FileAlreadyKept
from documents.domain.safe import Piece, Safe
from documents.storage.unit_of_work import DocumentsWork


@dataclass(frozen=True, kw_only=True)
class AddPiece:
    type: str
    label: str
    file_ids: tuple[UUID, ...]
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AddFilesToPiece:
    piece_id: UUID
    file_ids: tuple[UUID, ...]
    version: int | None = None


async def add_piece(command: AddPiece, uow: DocumentsWork) -> Piece:
    _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    safe.make_room()
    piece = Piece.new(
        new_id(), safe.id, type=command.type, label=command.label, valid_until=command.valid_until, at=uow.now
    )
    await _put(command.file_ids, piece, safe, uow)
    uow.record(PieceAdded(piece_id=piece.id), concerns=safe.id)
    return uow.pieces.add(piece)


async def add_files_to_piece(command: AddFilesToPiece, uow: DocumentsWork) -> Piece:
    _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    must_match(piece.version, command.version)
    await _put(command.file_ids, piece, safe, uow)
    uow.note("documents.piece.changed", piece.id, concerns=safe.id)
    return piece


async def _put(file_ids: tuple[UUID, ...], piece: Piece, safe: Safe, uow: DocumentsWork) -> None:
    wanted = tuple(dict.fromkeys(file_ids))
    if not wanted:
        raise Invalid(faults=[Fault("/file_ids", "Choisissez au moins un fichier.", "empty")])
    piece.take(len(wanted), at=uow.now)
    for file_id in wanted:
        held = await uow.safes.held(safe, file_id)
        if held.piece_id is not None:
            raise FileAlreadyKept
        file = await uow.files.get(file_id)
        file.must_be_worth_keeping()
        file.keep()
        await uow.safes.put_into(piece, held)
