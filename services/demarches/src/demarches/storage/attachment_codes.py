"""Codes sent to an applicant's own address."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.attachment import Code
from demarches.storage.tables import attachment_codes

_c = attachment_codes.c


async def last_code(connection: AsyncConnection, dossier_id: UUID, *, of: UUID | None = None) -> Code | None:
    """The newest; `of`: the newest asked for by this account."""
    statement = select(attachment_codes).where(_c.dossier_id == dossier_id)
    if of is not None:
        statement = statement.where(_c.account_id == of)
    row = (await connection.execute(statement.order_by(_c.id.desc()).limit(1))).one_or_none()
    return Code(row.id, row.account_id, row.code, row.tries, row.expires_at) if row else None


async def sent_lately(connection: AsyncConnection, dossier_id: UUID, *, at: datetime) -> int:
    """In the last hour, whoever asked."""
    lately = select(func.count()).where(_c.dossier_id == dossier_id, _c.asked_at > at - timedelta(hours=1))
    return await connection.scalar(lately) or 0


async def count_try(connection: AsyncConnection, code_id: UUID) -> None:
    await connection.execute(update(attachment_codes).where(_c.id == code_id).values(tries=_c.tries + 1))
