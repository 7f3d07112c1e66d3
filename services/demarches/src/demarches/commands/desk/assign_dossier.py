from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold, must_match
from chassis.refusals import Fault
from demarches.domain.dossier import Dossier
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.domain.refusals import NoSuchAgent, OwnDossier
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class AssignDossier(Struct, frozen=True, kw_only=True):
    """`examiner`: None gives it back to the queue. `expected`: the version that the agent had before their eyes."""

    dossier_id: UUID
    examiner: UUID | None
    expected: int | None = None


async def assign_dossier(command: AssignDossier, uow: DemarchesWork) -> Dossier:
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    must_match(dossier.version, command.expected)
    if command.examiner is not None:
        await must_instruct(uow, command.examiner, dossier)
    uow.record(dossier.assign(command.examiner, at=uow.now), concerns=dossier.account)
    return dossier


async def must_instruct(uow: DemarchesWork, examiner: UUID, dossier: Dossier) -> None:
    if dossier.applicant == examiner:
        raise OwnDossier
    if not await desk.instructs(uow.connection, examiner, dossier.department_id):
        raise NoSuchAgent(faults=[Fault("/examiner", "Choisissez un agent qui instruit dans ce service.", "unknown")])
