"""Stored files, and the queues that follow them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.repository import Repository
from documents.domain.refusals import FileNotFound, StoreUnavailable
from documents.domain.stored_file import Content, Status, StoredFile
from documents.storage.tables import bundle_files, files, object_deletions, scans, thumbnails

STILL_BEING_READ = timedelta(minutes=10)
"""A replaced object stays this long, for those who began to read it before."""

_DOOM = insert(object_deletions).on_conflict_do_update(
    index_elements=["object_key"], set_={"due_at": insert(object_deletions).excluded.due_at}
)
_SPARE = delete(object_deletions).where(object_deletions.c.object_key == bindparam("this_key"))


class StoredFiles(Repository[StoredFile]):
    """Who may see a file is decided by who holds it: come here through a safe or a bundle."""

    table = files
    missing = FileNotFound

    def load(self, row: Any) -> StoredFile:
        return StoredFile(
            id=row.id,
            uploader=row.uploader,
            content=Content(row.content_version, row.object_key, row.size, row.media_type, row.sha256, row.seal),
            received_at=row.received_at,
            status=Status(row.status),
            cause=row.cause,
            decided_at=row.decided_at,
            scan_key=row.scan_key,
            holders=row.holders,
            keep_until=row.keep_until,
            version=row.version,
        )

    def dump(self, aggregate: StoredFile) -> dict[str, Any]:
        a, content = aggregate, aggregate.content
        return {
            "id": a.id,
            "uploader": a.uploader,
            "content_version": content.version,
            "object_key": content.object_key,
            "size": content.size,
            "media_type": content.media_type,
            "sha256": content.sha256,
            "seal": content.seal,
            "received_at": a.received_at,
            "status": str(a.status),
            "cause": a.cause,
            "decided_at": a.decided_at,
            "scan_key": a.scan_key,
            "holders": a.holders,
            "keep_until": a.keep_until,
        }

    async def purge(self, file: StoredFile) -> None:
        """The row, the wraps that hang on it, and soon the bytes."""
        self._kept.pop(file.id, None)
        await self.uow.connection.execute(delete(files).where(files.c.id == file.id))
        await self.uow.connection.execute(delete(scans).where(scans.c.file_id == file.id))
        await self.doom(file.content.object_key, at=self.uow.now)

    async def bundles_of(self, file: StoredFile) -> list[UUID]:
        held = select(bundle_files.c.bundle_id).where(bundle_files.c.file_id == file.id)
        return list(await self.uow.connection.scalars(held.order_by(bundle_files.c.bundle_id)))

    async def doom(self, object_key: str, *, at: datetime) -> None:
        """Have the object deleted at that time. Said before an object is written, and taken back when its row stands,
        so that whatever dies in between leaves nothing behind."""
        await self.uow.connection.execute(_DOOM, {"object_key": object_key, "due_at": at})

    async def doom_later(self, object_key: str, *, at: datetime) -> None:
        """The same, sent with the writes that follow."""
        await self.uow.connection.later(_DOOM, {"object_key": object_key, "due_at": at})

    async def must_spare(self, object_key: str) -> None:
        """Take a deletion back with the writes that follow. Raises `StoreUnavailable`, as they are sent, when it has already
        happened: the bytes are gone."""
        await self.uow.connection.later(_SPARE, {"this_key": object_key}, unless=StoreUnavailable)

    async def spare(self, object_key: str) -> bool:
        """Take a deletion back; False when it has already happened."""
        return (await self.uow.connection.execute(_SPARE, {"this_key": object_key})).rowcount == 1

    async def keep_thumbnail(self, file: StoredFile, sealed: bytes, *, pages: int) -> None:
        kept, facts = insert(thumbnails), {"sealed": sealed, "pages": pages}
        await self.uow.connection.execute(
            kept.values(file_id=file.id, **facts).on_conflict_do_update(
                index_elements=["tenant", "file_id"], set_=facts
            )
        )

    async def thumbnail_of(self, file: StoredFile) -> bytes | None:
        return await self.uow.connection.scalar(select(thumbnails.c.sealed).where(thumbnails.c.file_id == file.id))

    async def have_checked(self, file: StoredFile) -> None:
        await self.uow.insert(scans, {"file_id": file.id, "due_at": self.uow.now})

    async def check_again(self, file: StoredFile, *, due_at: datetime) -> None:
        await self.uow.connection.execute(scans.update().where(scans.c.file_id == file.id).values(due_at=due_at))

    async def checked(self, file: StoredFile) -> None:
        await self.uow.connection.execute(delete(scans).where(scans.c.file_id == file.id))
