"""The facts of a dossier's legal clock."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.clock import LegalClock, Wait, day_of, legal_clock
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.rules import ClockRule
from demarches.storage.tables import piece_requests

__all__ = ["WAITS", "clock_from", "clock_of", "day_of", "waits_in", "waits_of"]


WAITS: Any = select(piece_requests.c.asked_at, piece_requests.c.answered_at).where(
    piece_requests.c.dossier_id == bindparam("dossier_id"), piece_requests.c.indispensable
)


async def clock_of(
    connection: AsyncConnection, dossier: Dossier, definition: Definition, *, today: date, rule: ClockRule | None = None
) -> LegalClock:
    """`rule`: another than the definition's own, to see what it would change."""
    return clock_from(dossier, definition, await waits_of(connection, dossier.id), today=today, rule=rule)


async def waits_of(connection: AsyncConnection, dossier_id: UUID) -> list[Wait]:
    return waits_in((await connection.execute(WAITS, {"dossier_id": dossier_id})).all())


def waits_in(rows: Sequence[Row[Any]]) -> list[Wait]:
    return [Wait(row.asked_at, row.answered_at) for row in rows]


def clock_from(
    dossier: Dossier, definition: Definition, waits: Sequence[Wait], *, today: date, rule: ClockRule | None = None
) -> LegalClock:
    return legal_clock(
        rule or definition.clock,
        received_at=dossier.must_be_submitted(),
        waits=waits,
        decided_at=dossier.decision.at if dossier.decision else None,
        cancelled_at=dossier.cancelled_at,
        today=today,
    )
