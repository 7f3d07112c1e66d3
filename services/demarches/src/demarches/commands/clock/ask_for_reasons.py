from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from contracts.demarches import ReasonsAsked
from demarches.domain.clock import add_period, day_of
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import NoImplicitRejection, ReasonsAlreadyAsked, TooLateForReasons
from demarches.domain.rules import Silence
from demarches.storage.silences import ask_reasons, silence_of
from demarches.storage.unit_of_work import DemarchesWork

APPEAL_MONTHS = 2


class AskForReasons(Struct, frozen=True):
    dossier_id: UUID


async def ask_for_reasons(command: AskForReasons, uow: DemarchesWork) -> Dossier:
    """Of an implicit rejection, within the time to appeal; the administration has a month to give them (CRPA L232-4)."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    fallen = await silence_of(uow.connection, dossier.id)
    if fallen is None or fallen.silence is not Silence.REJECTION or dossier.decision is not None:
        raise NoImplicitRejection
    if day_of(uow.now) > add_period(fallen.effect_on, months=APPEAL_MONTHS) + timedelta(days=1):
        raise TooLateForReasons
    if not await ask_reasons(uow.connection, dossier.id, at=uow.now):
        raise ReasonsAlreadyAsked
    uow.record(ReasonsAsked(dossier_id=dossier.id), concerns=dossier.account)
    return dossier
