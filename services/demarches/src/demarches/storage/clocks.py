"""The facts of a dossier's legal clock."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.clock import LegalClock, Wait, day_of, legal_clock
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.storage.tables import piece_requests

__all__ = ["clock_of", "day_of"]


async def clock_of(connection: AsyncConnection, dossier: Dossier, definition: Definition, *, today: date) -> LegalClock:
    c = piece_requests.c
    asked = select(c.asked_at, c.answered_at).where(c.dossier_id == dossier.id, c.indispensable)
    waits = [Wait(row.asked_at, row.answered_at) for row in await connection.execute(asked)]
    return legal_clock(
        definition.clock,
        received_at=dossier.must_be_submitted(),
        waits=waits,
        decided_at=dossier.decision.at if dossier.decision else None,
        cancelled_at=dossier.cancelled_at,
        today=today,
    )
