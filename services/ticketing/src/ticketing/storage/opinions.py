"""Customers' opinions, one per ticket."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from ticketing.storage.desk_tables import satisfactions


async def keep_opinion(uow: UnitOfWork, ticket_id: UUID, score: int, comment: str) -> None:
    facts: dict[str, Any] = {"score": score, "comment": comment, "at": uow.now}
    row = upsert(satisfactions).values(ticket_id=ticket_id, **facts)
    await uow.connection.execute(row.on_conflict_do_update(index_elements=["tenant", "ticket_id"], set_=facts))
