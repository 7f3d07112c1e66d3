from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold, must_match
from demarches.domain.dossier import Dossier
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class TakeDossier(Struct, frozen=True):
    dossier_id: UUID
    expected: int | None = None


async def take_dossier(command: TakeDossier, uow: DemarchesWork) -> Dossier:
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    taken = dossier.take(must_be_signed_in(uow.actor), at=uow.now)
    must_match(dossier.version, command.expected)
    uow.record(taken, concerns=dossier.account)
    return dossier
