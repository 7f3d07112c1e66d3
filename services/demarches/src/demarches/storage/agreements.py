"""What the applicant of a dossier agreed to, kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.agreements import Agreements
from demarches.storage.tables import agreements, dossiers

AGREEMENTS = select(agreements).where(agreements.c.dossier_id == bindparam("dossier_id"))


async def agreements_of(connection: AsyncConnection, dossier_id: UUID) -> Agreements:
    return agreements_in((await connection.execute(AGREEMENTS, {"dossier_id": dossier_id})).one_or_none())


def agreements_in(row: Row[Any] | None) -> Agreements:
    if row is None:
        return Agreements()
    return Agreements(profile_at=row.profile_at, notification_at=row.notification_at, consulted_at=row.consulted_at)


def to_be_consulted() -> Any:
    """Whether it was decided, is notified electronically, and nobody opened it yet."""
    a, c = agreements.c, dossiers.c
    waits = (a.dossier_id == c.id, a.notification_at <= c.decided_at, a.consulted_at.is_(None))
    return select(a.dossier_id).where(*waits).correlate(dossiers).exists().label("to_consult")


async def keep(connection: AsyncConnection, dossier_id: UUID, **facts: datetime | None) -> None:
    row = insert(agreements).values(dossier_id=dossier_id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "dossier_id"], set_=facts))


async def consult_once(connection: AsyncConnection, dossier_id: UUID, *, at: datetime) -> bool:
    """False when it was consulted already: the first date stays."""
    row = insert(agreements).values(dossier_id=dossier_id, consulted_at=at)
    once = row.on_conflict_do_update(
        index_elements=["tenant", "dossier_id"],
        set_={"consulted_at": at},
        where=agreements.c.consulted_at.is_(None),
    )
    return (await connection.execute(once)).rowcount == 1
