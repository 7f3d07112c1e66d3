from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from contracts.tokens import UploadReceipt
from demarches.domain.dossier import Dossier
from demarches.domain.pieces import Piece
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import ReceiptNotYours
from demarches.storage.unit_of_work import DemarchesWork


class AttachPiece(Struct, frozen=True, kw_only=True):
    """`receipts` were verified: documents did receive these files."""

    dossier_id: UUID
    type: str
    label: str
    receipts: list[UploadReceipt]
    piece_id: UUID | None = None
    request_id: UUID | None = None


class Attached(NamedTuple):
    dossier: Dossier
    piece: Piece


async def attach_piece(command: AttachPiece, uow: DemarchesWork) -> Attached:
    """A new piece, or one more file of a piece (recto, then verso). Answers a demand when `request_id` names one."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    dossier.must_take_pieces()
    must_be_received_for(dossier, command.receipts, uow)
    piece = await _piece(command, dossier, uow)
    piece.add_files(len(command.receipts))
    await uow.pieces.keep_files(piece, command.receipts)
    if not dossier.is_draft:
        uow.record(piece.received(), concerns=dossier.account)
    if command.request_id is not None and not dossier.is_draft:
        request = await uow.piece_requests.of(dossier.id, command.request_id)
        request.answer(at=uow.now)
        resumed = dossier.receive_missing_piece(at=uow.now)
        if resumed is not None:
            uow.record(resumed, concerns=dossier.account)
    return Attached(dossier, piece)


async def _piece(command: AttachPiece, dossier: Dossier, uow: DemarchesWork) -> Piece:
    if command.piece_id is not None:
        return await uow.pieces.of(dossier.id, command.piece_id)
    made = Piece(
        id=new_id(),
        dossier_id=dossier.id,
        type=command.type,
        label=command.label,
        added_at=uow.now,
        request_id=command.request_id,
    )
    return uow.pieces.add(made)


def must_be_received_for(dossier: Dossier, receipts: list[UploadReceipt], uow: DemarchesWork) -> None:
    for receipt in receipts:
        if receipt.bundle != dossier.id or receipt.tenant != uow.actor.tenant or receipt.sub != uow.actor.subject:
            raise ReceiptNotYours
