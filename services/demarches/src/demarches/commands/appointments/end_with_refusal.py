"""The appointment of who is refused: given back when they may know, since its end would tell the outcome before its hour."""

from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.cancel_booking import cancel_with_dossier
from demarches.domain.agreements import DEEMED_AFTER
from demarches.domain.dossier import Dossier, Outcome
from demarches.domain.exchanges import Side
from demarches.storage import agreements
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork

DECISION_DEEMED = "decision.deemed"


class EndWithRefusal(Struct, frozen=True):
    dossier_id: UUID


async def end_with_refusal(command: EndWithRefusal, uow: DemarchesWork) -> None:
    """Once it was consulted, or counts as notified. Nothing for a request that was granted, or has nothing to come."""
    dossier = await uow.dossiers.find(dossiers.c.id == command.dossier_id)
    if dossier is not None and dossier.decision is not None and dossier.decision.outcome != Outcome.ACCEPTED:
        await cancel_with_dossier(dossier, uow, by=Side.AGENT)


async def end_when_known(dossier: Dossier, uow: DemarchesWork) -> None:
    """At once where the decision is sent; else when it is consulted, or deemed to be (CRPA R112-20)."""
    agreed = await agreements.agreements_of(uow.connection, dossier.id)
    if agreed.withhold(uow.now):
        await uow.schedule(DECISION_DEEMED, dossier.id, due_at=uow.now + DEEMED_AFTER)
        return
    await cancel_with_dossier(dossier, uow, by=Side.AGENT)
