from uuid import UUID

from msgspec import Struct

from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant, must_have_space
from demarches.storage import agreements
from demarches.storage.unit_of_work import DemarchesWork


class AgreeToProfileUpdate(Struct, frozen=True):
    dossier_id: UUID
    agreed: bool


async def agree_to_profile_update(command: AgreeToProfileUpdate, uow: DemarchesWork) -> Dossier:
    """Kept with the draft, and acted on when it is sent. Taking it back before is as easy as giving it."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    must_have_space(dossier)
    dossier.must_be_draft()
    await agreements.keep(uow.connection, dossier.id, profile_at=uow.now if command.agreed else None)
    return dossier
