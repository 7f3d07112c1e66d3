"""Numbers of tickets, counted per provider and year."""

from sqlalchemy.dialects.postgresql import insert

from chassis.clock import PARIS
from chassis.unit_of_work import UnitOfWork
from ticketing.domain.reference import reference
from ticketing.storage.tables import reference_counters


async def next_reference(uow: UnitOfWork) -> str:
    """The counter's row stays locked until the transaction ends: ask for it last."""
    year = uow.now.astimezone(PARIS).year
    first = insert(reference_counters).values(year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["tenant", "year"], set_={"last": reference_counters.c.last + 1}
    ).returning(reference_counters.c.last)
    return reference(year, (await uow.connection.execute(counted)).scalar_one())
