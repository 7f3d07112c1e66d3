from uuid import UUID

from msgspec import Struct

from contracts.demarches import DecisionConsulted
from demarches.commands.appointments.end_with_refusal import EndWithRefusal, end_with_refusal
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import DecisionNotFound
from demarches.storage import agreements
from demarches.storage.unit_of_work import DemarchesWork


class ConsultDecision(Struct, frozen=True):
    dossier_id: UUID


async def consult_decision(command: ConsultDecision, uow: DemarchesWork) -> Dossier:
    """The date of the first consultation is the date of notification; later ones change nothing. What a refusal ends, ends now."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    agreed = await agreements.agreements_of(uow.connection, dossier.id)
    if dossier.decision is None or not agreed.covers(dossier.decision.at):
        raise DecisionNotFound
    if await agreements.consult_once(uow.connection, dossier.id, at=uow.now):
        uow.record(DecisionConsulted(dossier_id=dossier.id), concerns=dossier.account)
        await end_with_refusal(EndWithRefusal(dossier.id), uow)
    return dossier
