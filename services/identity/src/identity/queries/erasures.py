"""Erasures that wait for an answer, of every organisation: the operator looks after the services that owe it."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.personal_data import SERVICES


class WaitingErasures(msgspec.Struct, frozen=True):
    """Asked for by then, and not whole yet."""

    before: datetime


class WaitingErasure(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing of the person: there is nothing left here. `missing` are the services that have not answered."""

    erasure_id: UUID
    organisation: str
    requested_at: datetime
    missing: tuple[str, ...]


async def waiting_erasures(
    question: WaitingErasures, _: Actor, connection: AsyncConnection
) -> tuple[WaitingErasure, ...]:
    """By the function that looks across organisations (migration 0015)."""
    rows = await connection.execute(text("select * from erasures_waiting(:before)"), {"before": question.before})
    return tuple(
        WaitingErasure(
            erasure_id=row.erasure_id,
            organisation=row.organisation,
            requested_at=row.requested_at,
            missing=tuple(sorted(set(SERVICES) - set(row.answered))),
        )
        for row in rows
    )
