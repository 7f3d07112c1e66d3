"""Files joined to a ticket, as whoever reads the message sees them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ticketing.domain.attachment import FileStatus
from ticketing.storage.attachment_tables import attachments, file_verdicts


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """`ticket_id` is that of the ticket it was sent for, which may go on in another. `status`: pending, clean,
    infected, unscannable."""

    id: UUID
    ticket_id: UUID
    name: str
    size: int
    media_type: str
    status: str


async def files_of(connection: AsyncConnection, together: Sequence[UUID]) -> dict[UUID | None, list[FileView]]:
    """Of these tickets, by the message that they came with; None: with the request itself."""
    a, v = attachments, file_verdicts
    status = func.coalesce(v.c.status, str(FileStatus.PENDING)).label("status")
    said = (v.c.tenant == a.c.tenant) & (v.c.file_id == a.c.id)
    wanted = (
        select(a, status)
        .join(v, said, isouter=True)
        .where(a.c.ticket_id.in_(together))
        .order_by(a.c.added_at, a.c.position, a.c.id)
    )
    found: dict[UUID | None, list[FileView]] = {}
    for row in await connection.execute(wanted):
        file = FileView(
            id=row.id,
            ticket_id=row.ticket_id,
            name=row.name,
            size=row.size,
            media_type=row.media_type,
            status=row.status,
        )
        found.setdefault(row.message_id, []).append(file)
    return found
