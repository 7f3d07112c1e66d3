"""Agents' own views of the queue."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from ticketing.storage.desk_tables import views


async def keep_view(uow: UnitOfWork, view_id: UUID, agent: UUID, name: str, filters: dict[str, str]) -> None:
    row = upsert(views).values(id=view_id, agent=agent, name=name, filters=filters)
    keys = ["tenant", "agent", "name"]
    changed: dict[str, Any] = {"filters": filters}
    await uow.connection.execute(row.on_conflict_do_update(index_elements=keys, set_=changed))


async def drop_view(uow: UnitOfWork, view_id: UUID, agent: UUID) -> None:
    await uow.connection.execute(delete(views).where(views.c.id == view_id, views.c.agent == agent))
