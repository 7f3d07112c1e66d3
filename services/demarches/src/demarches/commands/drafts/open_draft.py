import secrets
from typing import NamedTuple

from msgspec import Struct

from chassis.ids import new_id
from demarches.commands.catalogue.places import has_place_kept
from demarches.commands.drafts.forget_draft import FORGET_DRAFT
from demarches.commands.drafts.remind_draft import LEFT_ASIDE, REMIND_DRAFT
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_someone, must_have_account_if_needed
from demarches.domain.refusals import QuotaReached
from demarches.storage import definitions, quotas
from demarches.storage.drafts import draft_of, keep_unless_open
from demarches.storage.unit_of_work import DemarchesWork

TRACKING_KEY_BYTES = 24


class OpenDraft(Struct, frozen=True, forbid_unknown_fields=True):
    demarche: str


class Opened(NamedTuple):
    dossier: Dossier
    resumed: bool


async def open_draft(command: OpenDraft, uow: DemarchesWork) -> Opened:
    """A new draft, or the one this person has already begun: the page proposes to go on with it."""
    who = must_be_someone(uow.actor)
    demarche = await definitions.current(uow.connection, command.demarche)
    must_have_account_if_needed(uow.actor, demarche.definition)
    begun = await draft_of(uow, who, demarche.demarche_id)
    if begun is not None:
        return Opened(begun, resumed=True)
    demarche.definition.must_be_open(uow.now)
    full = await quotas.is_full(uow.connection, demarche.demarche_id)
    if full and not await has_place_kept(uow, demarche.demarche_id):
        raise QuotaReached
    dossier = Dossier(
        id=new_id(),
        demarche_id=demarche.demarche_id,
        definition=demarche.number,
        applicant=who,
        has_account=uow.actor.account is not None,
        locale=uow.actor.locale,
        tracking_key=secrets.token_bytes(TRACKING_KEY_BYTES),
        created_at=uow.now,
        changed_at=uow.now,
    )
    kept = await keep_unless_open(uow, dossier)
    if kept is dossier:
        await uow.schedule(FORGET_DRAFT, dossier.id, due_at=dossier.forgotten_at)
        if dossier.has_account:
            await uow.schedule(REMIND_DRAFT, dossier.id, due_at=uow.now + LEFT_ASIDE)
    return Opened(kept, resumed=kept is not dossier)
