from msgspec import Struct

from chassis.policies import must_be_signed_in
from demarches.domain.attachment import Proof, proof_for
from demarches.domain.dossier import Dossier
from demarches.domain.tracking import Tracking
from demarches.storage.attachment_codes import count_try, last_code
from demarches.storage.tracking import followed_dossier
from demarches.storage.unit_of_work import DemarchesWork


class AttachDossier(Struct, frozen=True):
    """`address` is the signed-in account's own, as identity knows it; `code` what was typed."""

    tracking: Tracking
    address: str
    code: str = ""


async def attach_dossier(command: AttachDossier, uow: DemarchesWork) -> Dossier | None:
    """None when nothing proves that it is theirs: an answer, not an error, so that the wrong try stays counted."""
    account = must_be_signed_in(uow.actor)
    dossier = await followed_dossier(uow, command.tracking)
    if dossier.account == account:
        return dossier
    if not await _is_proven(command, dossier, uow):
        uow.note("demarches.attachment.refused", dossier.id, concerns=dossier.account)
        return None
    uow.record(dossier.attach(account, at=uow.now), concerns=account)
    return dossier


async def _is_proven(command: AttachDossier, dossier: Dossier, uow: DemarchesWork) -> bool:
    proof = proof_for(dossier, command.address)
    if proof is not Proof.CODE:
        return proof is Proof.ADDRESS
    code = await last_code(uow.connection, dossier.id, of=uow.actor.account)
    if code is None or not code.is_alive(uow.now):
        return False
    if not code.is_(command.code):
        await count_try(uow.connection, code.id)
        return False
    return True
