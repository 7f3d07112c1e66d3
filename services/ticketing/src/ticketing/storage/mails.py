"""Mails that came in: each once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from ticketing.storage.mail_tables import inbound_mails


async def keep_mail(
    uow: UnitOfWork, fingerprint: str, ticket_id: UUID, outcome: str, detail: str, message_id: UUID | None
) -> bool:
    """False when it came before; a twin that is being taken at this moment is waited for."""
    row: dict[str, Any] = {
        "fingerprint": fingerprint,
        "ticket_id": ticket_id,
        "outcome": outcome,
        "detail": detail,
        "message_id": message_id,
        "at": uow.now,
    }
    kept = await uow.connection.execute(upsert(inbound_mails).values(**row).on_conflict_do_nothing())
    return bool(kept.rowcount)


async def came_before(uow: UnitOfWork, fingerprint: str) -> bool:
    return bool(await uow.connection.scalar(select(exists().where(inbound_mails.c.fingerprint == fingerprint))))


async def lately(uow: UnitOfWork, ticket_id: UUID) -> int:
    """How many came to this ticket within an hour."""
    m = inbound_mails.c
    recent = select(func.count()).where(m.ticket_id == ticket_id, m.at > uow.now - timedelta(hours=1))
    return await uow.connection.scalar(recent) or 0
