"""An event may arrive twice; it may take effect once."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from chassis.tables import inbox
from chassis.unit_of_work import UnitOfWork


async def is_first_time(uow: UnitOfWork, event_id: UUID, handler: str) -> bool:
    """True once per event and handler; the answer commits with the effect."""
    statement = insert(inbox).values(event_id=event_id, handler=handler).on_conflict_do_nothing()
    return (await uow.connection.execute(statement)).rowcount == 1
