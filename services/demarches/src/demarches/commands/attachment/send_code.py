import secrets

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from contracts.demarches import AttachmentCodeAsked
from demarches.domain.attachment import CODE_LIVES, CODES_PER_HOUR
from demarches.domain.refusals import DossierNotFound, TooManyCodes
from demarches.domain.tracking import Tracking
from demarches.storage.attachment_codes import sent_lately
from demarches.storage.tables import attachment_codes
from demarches.storage.tracking import followed_dossier
from demarches.storage.unit_of_work import DemarchesWork


class SendCode(Struct, frozen=True):
    tracking: Tracking


async def send_code(command: SendCode, uow: DemarchesWork) -> None:
    """To the address given with the request, never to one that is typed now. The dossier's row makes askers queue."""
    account = must_be_signed_in(uow.actor)
    dossier = await followed_dossier(uow, command.tracking)
    if dossier.has_account or not dossier.contact_email:
        raise DossierNotFound
    if await sent_lately(uow.connection, dossier.id, at=uow.now) >= CODES_PER_HOUR:
        raise TooManyCodes
    code = {
        "id": new_id(),
        "dossier_id": dossier.id,
        "account_id": account,
        "code": f"{secrets.randbelow(1_000_000):06}",
        "asked_at": uow.now,
        "expires_at": uow.now + CODE_LIVES,
    }
    await uow.insert(attachment_codes, code)
    uow.record(AttachmentCodeAsked(dossier_id=dossier.id))
