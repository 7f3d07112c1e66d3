from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold, must_match
from demarches.domain.pieces import PieceRequest
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.domain.texts import must_be_written
from demarches.storage.unit_of_work import DemarchesWork


class AskForPiece(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    type: str
    label: str
    reason: str = ""
    indispensable: bool = True
    expected: int | None = None


async def ask_for_piece(command: AskForPiece, uow: DemarchesWork) -> PieceRequest:
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    must_match(dossier.version, command.expected)
    request = PieceRequest(
        id=new_id(),
        dossier_id=dossier.id,
        type=command.type,
        label=must_be_written(command.label, "/label", longest=200),
        reason=command.reason.strip(),
        indispensable=command.indispensable,
        asked_at=uow.now,
        asked_by=must_be_signed_in(uow.actor),
    )
    uow.record(dossier.ask_for_piece(request.id, at=uow.now), concerns=dossier.account)
    return uow.piece_requests.add(request)
