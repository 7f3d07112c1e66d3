"""Places of a quota: the database refuses the one too many."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.refusals import QuotaReached
from demarches.storage.tables import quotas


async def take_place(connection: AsyncConnection, demarche_id: UUID) -> None:
    """One place fewer, or `QuotaReached`. The counter's row stays locked until the transaction ends."""
    taken = (
        update(quotas)
        .where(quotas.c.demarche_id == demarche_id, quotas.c.used < quotas.c.places)
        .values(used=quotas.c.used + 1)
    )
    if (await connection.execute(taken)).rowcount != 1:
        raise QuotaReached


async def give_place_back(connection: AsyncConnection, demarche_id: UUID) -> None:
    given = update(quotas).where(quotas.c.demarche_id == demarche_id, quotas.c.used > 0).values(used=quotas.c.used - 1)
    _ = await connection.execute(given)


async def is_full(connection: AsyncConnection, demarche_id: UUID) -> bool:
    statement = select(quotas.c.used >= quotas.c.places).where(quotas.c.demarche_id == demarche_id)
    return bool(await connection.scalar(statement))
