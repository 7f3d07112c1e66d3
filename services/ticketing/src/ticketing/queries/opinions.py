"""What the requester thought of the help."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ticketing.storage.desk_tables import satisfactions


class Opinion(msgspec.Struct, frozen=True):
    score: int
    comment: str
    at: datetime


async def opinion_on(connection: AsyncConnection, ticket_id: UUID) -> Opinion | None:
    s = satisfactions.c
    wanted = select(s.score, s.comment, s.at).where(s.ticket_id == ticket_id)
    row = (await connection.execute(wanted)).one_or_none()
    return Opinion(*row) if row else None
