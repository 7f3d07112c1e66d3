from uuid import UUID

from msgspec import Struct

from contracts.demarches import ConsultationMassive
from demarches.domain.exchanges import Side
from demarches.domain.policies import INSTRUCT
from demarches.domain.reading import COUNTS_LIVE, MOST_AN_HOUR
from demarches.storage.openings import count_opening, forget_before
from demarches.storage.unit_of_work import DemarchesWork


class OpenDossier(Struct, frozen=True):
    """`read`: the applicant's messages that the page shows."""

    dossier_id: UUID
    read: tuple[UUID, ...] = ()


async def open_dossier(command: OpenDossier, uow: DemarchesWork) -> None:
    """An agent looks into somebody's dossier: its applicant may know. Looking at one's own is nobody's news. Whoever
    instructs has read what they were shown."""
    dossier = await uow.dossiers.get(command.dossier_id)
    if dossier.applicant == uow.actor.subject:
        return
    uow.note("demarches.dossier.opened", dossier.id, concerns=dossier.account, purpose="instruction")
    if command.read and uow.actor.holds(INSTRUCT):
        for message in await uow.messages.read_by(Side.AGENT, dossier.id, at=uow.now, only=command.read):
            uow.record(message.read(at=uow.now), concerns=dossier.account)
    if uow.actor.account is not None and dossier.examiner != uow.actor.account:
        await _count(uow, uow.actor.account)


async def _count(uow: DemarchesWork, account: UUID) -> None:
    """Reading is allowed to whoever is entitled; reading everything is told, once an hour (RELIABILITY B11)."""
    opened = await count_opening(uow.connection, account, uow.now)
    if opened == MOST_AN_HOUR + 1:
        uow.record(ConsultationMassive(account_id=account, opened=opened), concerns=account)
        await forget_before(uow.connection, account, uow.now - COUNTS_LIVE)
