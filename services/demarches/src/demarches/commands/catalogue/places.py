"""Places of a quota: taken with a submission, given back with what is withdrawn, offered to who waits."""

from datetime import timedelta
from uuid import UUID

from demarches.domain.appointments.waiting import Waiting, WaitingStatus
from demarches.domain.dossier import Dossier
from demarches.storage import quotas
from demarches.storage.unit_of_work import DemarchesWork

NEXT_IN_LINE = "place.pass"
OFFER_LIVES = timedelta(hours=48)


async def take_place(uow: DemarchesWork, dossier: Dossier) -> None:
    """The one kept for this person when they waited, else one of those left. Raises QuotaReached."""
    if dossier.account is not None:
        entry = await uow.waiting.of(dossier.demarche_id, dossier.account)
        if entry is not None:
            was_offered = entry.status is WaitingStatus.OFFERED
            if not was_offered:
                await quotas.take_place(uow.connection, dossier.demarche_id)
            entry.serve()
            return
    await quotas.take_place(uow.connection, dossier.demarche_id)


async def give_place_back(uow: DemarchesWork, demarche_id: UUID) -> None:
    """To whoever waits first: it stays taken, in their name. To all when nobody waits."""
    entry = await uow.waiting.first_without_dossier(demarche_id)
    if entry is None:
        await quotas.give_place_back(uow.connection, demarche_id)
        return
    await _keep_for(entry, uow)


async def offer_new_places(uow: DemarchesWork, demarche_id: UUID) -> None:
    """A quota was raised: its new places are taken in the name of those who wait, in their order, as far as they go."""
    while (entry := await uow.waiting.first_without_dossier(demarche_id)) is not None:
        if not await quotas.take_if_left(uow.connection, demarche_id):
            return
        await _keep_for(entry, uow)
        await uow.waiting.save_changes()


async def _keep_for(entry: Waiting, uow: DemarchesWork) -> None:
    until = uow.now + OFFER_LIVES
    uow.record(entry.offer(until=until), concerns=entry.account)
    await uow.schedule(NEXT_IN_LINE, entry.id, due_at=until)


async def has_place_kept(uow: DemarchesWork, demarche_id: UUID) -> bool:
    if uow.actor.account is None:
        return False
    entry = await uow.waiting.of(demarche_id, uow.actor.account)
    return entry is not None and entry.status is WaitingStatus.OFFERED
