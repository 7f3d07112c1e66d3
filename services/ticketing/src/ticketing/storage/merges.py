"""Which ticket goes on in which, and which belong together."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.refusals import NotMerged
from ticketing.domain.ticket import Status
from ticketing.storage.desk_tables import links, merges


class Merge(NamedTuple):
    into_id: UUID
    at: datetime
    status_before: Status


async def keep_merge(uow: UnitOfWork, ticket_id: UUID, into_id: UUID, agent: UUID, before: Status) -> None:
    row = {"ticket_id": ticket_id, "into_id": into_id, "agent": agent, "at": uow.now, "status_before": str(before)}
    await uow.insert(merges, row)


async def merge_of(connection: AsyncConnection, ticket_id: UUID) -> Merge:
    """Raises NotMerged."""
    wanted = select(merges.c.into_id, merges.c.at, merges.c.status_before).where(merges.c.ticket_id == ticket_id)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise NotMerged
    return Merge(row.into_id, row.at, Status(row.status_before))


async def forget_merge(uow: UnitOfWork, ticket_id: UUID) -> None:
    await uow.connection.execute(delete(merges).where(merges.c.ticket_id == ticket_id))


async def merged_into(connection: AsyncConnection, ticket_id: UUID) -> list[UUID]:
    """The tickets that go on in this one."""
    return list(await connection.scalars(select(merges.c.ticket_id).where(merges.c.into_id == ticket_id)))


async def keep_link(uow: UnitOfWork, ticket_id: UUID, other_id: UUID) -> None:
    """Both ways, once."""
    rows = [
        {"ticket_id": one, "other_id": other, "at": uow.now}
        for one, other in ((ticket_id, other_id), (other_id, ticket_id))
    ]
    await uow.connection.execute(upsert(links).values(rows).on_conflict_do_nothing())


async def forget_link(uow: UnitOfWork, ticket_id: UUID, other_id: UUID) -> None:
    pair = (ticket_id, other_id)
    await uow.connection.execute(
        delete(links).where(or_(links.c.ticket_id == pair[0], links.c.ticket_id == pair[1]), links.c.other_id.in_(pair))
    )
