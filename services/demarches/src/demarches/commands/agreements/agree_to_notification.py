from uuid import UUID

from msgspec import Struct

from contracts.demarches import NotificationAgreed
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant, must_have_space
from demarches.storage import agreements
from demarches.storage.unit_of_work import DemarchesWork


class AgreeToNotification(Struct, frozen=True):
    dossier_id: UUID
    agreed: bool


async def agree_to_notification(command: AgreeToNotification, uow: DemarchesWork) -> Dossier:
    """In place of a registered letter, express and withdrawable until the decision (CRPA L112-15, R112-18)."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    must_have_space(dossier)
    if not dossier.is_draft:
        dossier.must_be_open()
    known = await agreements.agreements_of(uow.connection, dossier.id)
    if (known.notification_at is not None) == command.agreed:
        return dossier
    await agreements.keep(uow.connection, dossier.id, notification_at=uow.now if command.agreed else None)
    if not dossier.is_draft:
        uow.record(NotificationAgreed(dossier_id=dossier.id, agreed=command.agreed), concerns=dossier.account)
    return dossier
