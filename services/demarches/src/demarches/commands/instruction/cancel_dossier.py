from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.cancel_booking import cancel_with_dossier
from demarches.commands.catalogue.places import give_place_back
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Side
from demarches.domain.policies import must_be_applicant, must_be_confirmed
from demarches.storage.unit_of_work import DemarchesWork


class CancelDossier(Struct, frozen=True):
    dossier_id: UUID
    confirmed: bool


async def cancel_dossier(command: CancelDossier, uow: DemarchesWork) -> Dossier:
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    must_be_confirmed(command.confirmed)
    return await withdraw(dossier, uow)


async def withdraw(dossier: Dossier, uow: DemarchesWork) -> Dossier:
    """Its place of the quota goes back with it, once, and its appointment."""
    cancelled = dossier.cancel(at=uow.now)
    if dossier.release_place():
        await give_place_back(uow, dossier.demarche_id)
    uow.record(cancelled, concerns=dossier.account)
    await cancel_with_dossier(dossier, uow, by=Side.APPLICANT)
    return dossier
