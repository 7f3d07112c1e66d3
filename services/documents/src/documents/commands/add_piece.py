"""Put files that were sent to the safe into a new piece, or into one that has room."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.policies import must_match
from chassis.refusals import Fault, Invalid
from contracts.documents import PieceAdded
from documents.domain import policies
from documents.domain.refusals import FileAlreadyKept, FileInfected, FilesRefused, FileUnsafe, PieceFull
from documents.domain.safe import MOST_FILES, MOST_FORMER_FILES, Piece, Safe
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
    await uow.calendar.follow(piece)
    return uow.pieces.add(piece)


async def add_files_to_piece(command: AddFilesToPiece, uow: DocumentsWork) -> Piece:
    _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    must_match(piece.version, command.version)
    await _put(command.file_ids, piece, safe, uow)
    uow.note("documents.piece.changed", piece.id, concerns=safe.id)
    return piece


@dataclass(frozen=True, kw_only=True)
class ReplacePiece:
    """Newer files for a piece, with the day until which they are valid."""

    piece_id: UUID
    file_ids: tuple[UUID, ...]
    valid_until: date | None = None
    version: int | None = None


async def replace_piece(command: ReplacePiece, uow: DocumentsWork) -> Piece:
    """The files that stood for it become a former version, kept as long as there is room for history."""
    _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    must_match(piece.version, command.version)
    for held in await uow.safes.files_of(safe, piece):
        await uow.safes.put_aside(held)
    former = await uow.safes.former_files_of(safe, piece)
    for held in former[: max(0, len(former) - MOST_FORMER_FILES)]:
        await uow.safes.let_go(held)
    wanted = await _wanted(command.file_ids, piece, safe, uow)
    piece.valid_until = command.valid_until
    uow.record(piece.replace(wanted, at=uow.now), concerns=safe.id)
    await uow.calendar.follow(piece)
    return piece


async def _put(file_ids: tuple[UUID, ...], piece: Piece, safe: Safe, uow: DocumentsWork) -> None:
    behind = await uow.safes.place_behind(piece)
    piece.take(await _wanted(file_ids, piece, safe, uow, begin=behind), at=uow.now)


async def _wanted(file_ids: tuple[UUID, ...], piece: Piece, safe: Safe, uow: DocumentsWork, *, begin: int = 0) -> int:
    """How many files were put into the piece, in this order, behind those that it has: files of the safe that belong to
    no piece yet."""
    wanted = tuple(dict.fromkeys(file_ids))
    if not wanted:
        raise Invalid(faults=[Fault("/file_ids", "Choisissez au moins un fichier.", "empty")])
    if len(wanted) > MOST_FILES:
        raise PieceFull
    faults: list[Fault] = []
    for number, file_id in enumerate(wanted):
        held = await uow.safes.held(safe, file_id)
        if held.piece_id is not None:
            raise FileAlreadyKept
        file = await uow.files.get(file_id)
        try:
            file.must_be_worth_keeping()
        except (FileInfected, FileUnsafe) as refusal:
            # Each by its place: whoever sent four wants to know which, and why, and to keep the others.
            why = file.cause if isinstance(refusal, FileUnsafe) and file.cause else refusal.title
            faults.append(Fault(f"/file_ids/{number}", why, str(file.status)))
            continue
        file.keep()
        await uow.safes.put_into(piece, held, position=begin + number)
    if faults:
        raise FilesRefused(faults=faults)
    return len(wanted)
