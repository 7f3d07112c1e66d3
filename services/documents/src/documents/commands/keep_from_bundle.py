"""« Dupliquer cette pièce dans mon espace de stockage »: a new piece of the safe from files of a bundle, all or none."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.refusals import Fault, Invalid
from contracts.documents import PieceAdded
from documents.domain import policies
from documents.domain.refusals import FileAlreadyKept, FileNotFound
from documents.domain.safe import Piece
from documents.storage.unit_of_work import DocumentsWork


@dataclass(frozen=True, kw_only=True)
class KeepFromBundle:
    """`own_only`: by right of having sent the files, and not of a grant to view them."""

    bundle_id: UUID
    file_ids: tuple[UUID, ...]
    own_only: bool
    type: str
    label: str
    valid_until: date | None = None


async def keep_from_bundle(command: KeepFromBundle, uow: DocumentsWork) -> Piece:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    safe.make_room()
    piece = Piece.new(
        new_id(), owner, type=command.type, label=command.label, valid_until=command.valid_until, at=uow.now
    )
    wanted = tuple(dict.fromkeys(command.file_ids))
    if not wanted:
        raise Invalid(faults=[Fault("/file_ids", "Choisissez au moins un fichier.", "empty")])
    piece.take(len(wanted), at=uow.now)
    for file_id in wanted:
        await _keep(file_id, command, piece, uow)
    await uow.safes.put_in_order(wanted)
    uow.record(PieceAdded(piece_id=piece.id), concerns=owner)
    await uow.calendar.follow(piece)
    return uow.pieces.add(piece)


async def _keep(file_id: UUID, command: KeepFromBundle, piece: Piece, uow: DocumentsWork) -> None:
    held = await uow.bundles.held(command.bundle_id, file_id)
    if command.own_only and held.added_by != piece.owner:
        raise FileNotFound
    file = await uow.files.get(file_id)
    file.must_be_worth_keeping()
    file.must_be_readable_by(piece.owner)
    safe = await uow.safes.mine()
    if await uow.safes.holds(safe, file_id):
        raise FileAlreadyKept
    await uow.safes.hold(safe, file, await uow.bundles.file_key(held), name=held.name, piece_id=piece.id)
