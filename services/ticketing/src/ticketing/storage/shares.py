"""Colleagues with whom a ticket is shared."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.refusals import SharedWithMany
from ticketing.storage.tables import ticket_shares

MOST = 20


async def keep_share(uow: UnitOfWork, ticket_id: UUID, account: UUID) -> bool:
    """False when it was shared with them already. Raises SharedWithMany."""
    row = upsert(ticket_shares).values(ticket_id=ticket_id, account=account, at=uow.now)
    if not (await uow.connection.execute(row.on_conflict_do_nothing())).rowcount:
        return False
    shared = select(func.count()).where(ticket_shares.c.ticket_id == ticket_id)
    if (await uow.connection.scalar(shared) or 0) > MOST:
        raise SharedWithMany
    return True


async def forget_share(uow: UnitOfWork, ticket_id: UUID, account: UUID) -> bool:
    """False when it was not shared with them."""
    s = ticket_shares.c
    gone = delete(ticket_shares).where(s.ticket_id == ticket_id, s.account == account)
    return bool((await uow.connection.execute(gone)).rowcount)


async def shared_with(connection: AsyncConnection, ticket_id: UUID) -> list[UUID]:
    """In the order of sharing."""
    s = ticket_shares.c
    return list(await connection.scalars(select(s.account).where(s.ticket_id == ticket_id).order_by(s.at, s.account)))
