from msgspec import Struct

from demarches.commands.instruction.cancel_dossier import withdraw
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_confirmed
from demarches.domain.tracking import Tracking
from demarches.storage.tracking import followed_dossier
from demarches.storage.unit_of_work import DemarchesWork


class CancelByLink(Struct, frozen=True):
    tracking: Tracking
    confirmed: bool


async def cancel_by_link(command: CancelByLink, uow: DemarchesWork) -> Dossier:
    """The link was mailed to the applicant alone: it lets them withdraw what they sent without an account."""
    dossier = await followed_dossier(uow, command.tracking)
    must_be_confirmed(command.confirmed)
    return await withdraw(dossier, uow)
