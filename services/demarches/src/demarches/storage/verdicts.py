"""What documents said of files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.pieces import FileStatus
from demarches.storage.tables import file_verdicts


async def keep_verdict(connection: AsyncConnection, file_id: UUID, status: FileStatus, *, at: datetime) -> None:
    row = insert(file_verdicts).values(file_id=file_id, status=str(status), at=at)
    kept = row.on_conflict_do_update(index_elements=["tenant", "file_id"], set_={"status": str(status), "at": at})
    await connection.execute(kept)
