"""What silence decided, written down on its day and never changed; whether reasons were asked for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.clock import LegalClock
from demarches.domain.rules import ClockRule, Silence
from demarches.storage.tables import silences


class Fallen(Struct, frozen=True, kw_only=True):
    silence: Silence
    due_on: date
    effect_on: date
    articles: tuple[str, ...]
    reasons_asked_at: datetime | None


async def keep_silence(
    connection: AsyncConnection, dossier_id: UUID, rule: ClockRule, clock: LegalClock, *, at: datetime
) -> bool:
    """False when it was written down already."""
    row = {
        "dossier_id": dossier_id,
        "silence": str(clock.silence),
        "due_on": clock.due_on,
        "effect_on": clock.effect_on,
        "articles": list(rule.articles),
        "recorded_at": at,
    }
    kept = await connection.execute(insert(silences).values(row).on_conflict_do_nothing())
    return kept.rowcount == 1


SILENCES = select(silences).where(silences.c.dossier_id == bindparam("dossier_id"))


async def silence_of(connection: AsyncConnection, dossier_id: UUID) -> Fallen | None:
    return fallen_in((await connection.execute(SILENCES, {"dossier_id": dossier_id})).one_or_none())


def fallen_in(row: Row[Any] | None) -> Fallen | None:
    if row is None:
        return None
    return Fallen(
        silence=Silence(row.silence),
        due_on=row.due_on,
        effect_on=row.effect_on,
        articles=tuple(row.articles),
        reasons_asked_at=row.reasons_asked_at,
    )


async def ask_reasons(connection: AsyncConnection, dossier_id: UUID, *, at: datetime) -> bool:
    """False when they were asked for already."""
    c = silences.c
    asked = update(silences).where(c.dossier_id == dossier_id, c.reasons_asked_at.is_(None))
    return (await connection.execute(asked.values(reasons_asked_at=at))).rowcount == 1
