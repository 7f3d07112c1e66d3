from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold, must_match
from chassis.refusals import Fault
from demarches.domain.dossier import Dossier
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.domain.refusals import NoSuchDepartment
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class ForwardDossier(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    department_id: UUID | None
    expected: int | None = None


async def forward_dossier(command: ForwardDossier, uow: DemarchesWork) -> Dossier:
    """A request that came to the wrong department goes to the one in charge (CRPA L114-2)."""
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    must_match(dossier.version, command.expected)
    if command.department_id is None or not await desk.department_exists(uow.connection, command.department_id):
        raise NoSuchDepartment(faults=[Fault("/department", "Choisissez un service.", "unknown")])
    uow.record(dossier.forward(command.department_id, at=uow.now), concerns=dossier.account)
    return dossier
