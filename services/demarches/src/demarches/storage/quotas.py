"""Places of a démarche: at most so many dossiers submitted and not cancelled."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.refusals import QuotaReached
from demarches.storage import allotments, tables

_c = tables.allotments.c
# No row for a démarche without a quota.
FULL = select((_c.used >= _c.places).label("full")).where(
    _c.subject == bindparam("demarche_id"), _c.starts_at == bindparam("no_hour", allotments.NO_HOUR)
)


async def take_place(connection: AsyncConnection, demarche_id: UUID) -> None:
    """One place fewer, or `QuotaReached`. The counter's row stays locked until the transaction ends."""
    if not await allotments.take_known(connection, demarche_id):
        raise QuotaReached


async def take_if_left(connection: AsyncConnection, demarche_id: UUID) -> bool:
    return await allotments.take_known(connection, demarche_id)


async def give_place_back(connection: AsyncConnection, demarche_id: UUID) -> None:
    await allotments.give_back(connection, demarche_id)


async def is_full(connection: AsyncConnection, demarche_id: UUID) -> bool:
    return await allotments.is_full(connection, demarche_id)
