"""When answers may go back to the profile: on sending if one agreed, on acceptance for a change of contact details."""

from contracts.demarches import ProfileUpdateAgreed
from contracts.forms import write_back
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.storage.agreements import agreements_of
from demarches.storage.unit_of_work import DemarchesWork


async def agree_on_sending(dossier: Dossier, definition: Definition, uow: DemarchesWork) -> None:
    if not dossier.has_account or definition.updates_profile or not write_back(definition.form, dossier.answers):
        return
    if (await agreements_of(uow.connection, dossier.id)).profile_at is not None:
        uow.record(ProfileUpdateAgreed(dossier_id=dossier.id), concerns=dossier.account)


def agree_on_acceptance(dossier: Dossier, definition: Definition, uow: DemarchesWork) -> None:
    """Said in words or by silence: asking for the change was the consent."""
    if dossier.has_account and definition.updates_profile and write_back(definition.form, dossier.answers):
        uow.record(ProfileUpdateAgreed(dossier_id=dossier.id), concerns=dossier.account)
