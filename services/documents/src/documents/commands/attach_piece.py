"""Join a piece of the safe to a dossier or ticket: keys are wrapped anew, bytes are not copied."""

from typing import NamedTuple
from uuid import UUID

from contracts.documents import PieceAttached
from documents.domain import policies
from documents.domain.stored_file import StoredFile
from documents.storage.unit_of_work import DocumentsWork


class AttachPiece(NamedTuple):
    piece_id: UUID
    bundle_id: UUID
    issuer: str


async def attach_piece(command: AttachPiece, uow: DocumentsWork) -> list[tuple[StoredFile, str]]:
    """The files with their names. From now on the bundle and the safe hold them independently."""
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    piece = await uow.pieces.get(command.piece_id)
    attached: list[tuple[StoredFile, str]] = []
    for held in await uow.safes.files_of(safe, piece):
        file = await uow.files.get(held.file_id)
        file.must_be_worth_keeping()
        key = await uow.safes.file_key(safe, held)
        if await uow.bundles.hold(command.bundle_id, command.issuer, file, key, name=held.name, by=owner):
            uow.record(PieceAttached(bundle_id=command.bundle_id, file_id=file.id), concerns=owner)
            verdict = file.verdict_for(command.bundle_id)
            if verdict is not None:
                uow.record(verdict)
        attached.append((file, held.name))
    return attached
