"""Numbers of dossiers, counted per organisation and year."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.reference import reference
from demarches.storage.tables import organisation_settings, reference_counters

_NEXT = (
    insert(reference_counters)
    .values(year=bindparam("year"), last=1)
    .on_conflict_do_update(index_elements=["tenant", "year"], set_={"last": reference_counters.c.last + 1})
    .returning(reference_counters.c.last, select(organisation_settings.c.reference_prefix).scalar_subquery())
)


async def next_reference(connection: AsyncConnection, year: int) -> str:
    """The counter's row stays locked until the transaction ends: ask for it last."""
    number, prefix = (await connection.execute(_NEXT, {"year": year})).one()
    return reference(prefix or "", year, number)
