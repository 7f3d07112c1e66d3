"""Numbers of dossiers, counted per organisation and year."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.reference import reference
from demarches.storage.tables import organisation_settings, reference_counters


async def next_reference(connection: AsyncConnection, year: int) -> str:
    """The counter's row stays locked until the transaction ends: ask for it last."""
    first = insert(reference_counters).values(year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["tenant", "year"], set_={"last": reference_counters.c.last + 1}
    ).returning(reference_counters.c.last)
    number = (await connection.execute(counted)).scalar_one()
    prefix = await connection.scalar(select(organisation_settings.c.reference_prefix))
    return reference(prefix or "", year, number)
