"""Uploads under way, and the parts of them that have come."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select

from chassis.actor import Kind
from chassis.repository import Repository
from documents.domain import keys
from documents.domain.refusals import NoRoomToday, UploadNotFound
from documents.domain.upload import Upload, UploadStatus
from documents.storage.files import StoredFiles
from documents.storage.key_ring import OF_TENANT, KeyRing
from documents.storage.tables import files, safe_files, upload_parts, uploads

A_DAY = timedelta(hours=24)
ROOM_A_DAY = {Kind.VISITOR: 300_000_000, Kind.CITIZEN: 1_000_000_000, Kind.MEMBER: 5_000_000_000}
"""Bytes that one person may send in a day: ten times the largest dossier, and never a full disk."""

_LOCKED = select(
    func.pg_advisory_xact_lock(func.hashtext(bindparam("name"))), OF_TENANT.scalar_subquery().label("wrapped_key")
)
_PROMISED = (
    select(func.coalesce(func.sum(uploads.c.length), 0))
    .where(uploads.c.uploader == bindparam("who"), uploads.c.status == str(UploadStatus.RECEIVING))
    .scalar_subquery()
    + select(func.coalesce(func.sum(files.c.size), 0))
    .where(files.c.uploader == bindparam("who"), files.c.received_at > bindparam("since"))
    .scalar_subquery()
)
_WAITING = (
    select(func.count())
    .where(safe_files.c.owner == bindparam("who"), safe_files.c.piece_id.is_(None))
    .scalar_subquery()
)
_COUNTED = select(_PROMISED.label("promised"), _WAITING.label("waiting"))


class Part(NamedTuple):
    number: int
    size: int
    object_key: str


class Uploads(Repository[Upload]):
    table = uploads
    missing = UploadNotFound

    def __init__(self, uow: Any, ring: KeyRing, stored: StoredFiles) -> None:
        super().__init__(uow)
        self._ring, self._files = ring, stored

    def load(self, row: Any) -> Upload:
        return Upload(
            id=row.id,
            uploader=row.uploader,
            bundle=row.bundle_id,
            issuer=row.issuer,
            name=row.name,
            length=row.length,
            wrapped_key=row.wrapped_key,
            expires_at=row.expires_at,
            offset=row.received,
            parts=row.parts,
            status=UploadStatus(row.status),
            cause=row.cause,
            file_id=row.file_id,
            version=row.version,
        )

    def dump(self, aggregate: Upload) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "uploader": a.uploader,
            "bundle_id": a.bundle,
            "issuer": a.issuer,
            "name": a.name,
            "length": a.length,
            "wrapped_key": a.wrapped_key,
            "received": a.offset,
            "parts": a.parts,
            "status": str(a.status),
            "cause": a.cause,
            "file_id": a.file_id,
            "expires_at": a.expires_at,
        }

    async def mine(self, upload_id: UUID) -> Upload:
        """The actor's own, locked. Nobody else's exists."""
        found = await self.find(uploads.c.id == upload_id, uploads.c.uploader == self.uow.actor.subject)
        if found is None:
            raise UploadNotFound
        return found

    async def new_key(self, upload_id: UUID) -> bytes:
        """A fresh key for the parts, wrapped: it is opened anew for each request."""
        name = keys.file_key_name("upload", upload_id)
        return keys.wrap(keys.new_key(), under=await self._ring.tenant_key(), name=name)

    async def key_of(self, upload: Upload) -> bytes:
        name = keys.file_key_name("upload", upload.id)
        return keys.unwrap(upload.wrapped_key, under=await self._ring.tenant_key(), name=name)

    async def keep_part(self, upload: Upload, part: Part) -> None:
        await self.uow.insert(upload_parts, {"upload_id": upload.id, **part._asdict()})

    async def parts_of(self, upload: Upload) -> list[Part]:
        c = upload_parts.c
        kept = select(c.number, c.size, c.object_key).where(c.upload_id == upload.id)
        return [Part(*row) for row in await self.uow.connection.execute(kept.order_by(c.number))]

    async def drop_parts(self, upload: Upload) -> None:
        """Their objects go as soon as the store answers."""
        for part in await self.parts_of(upload):
            await self._files.doom(part.object_key, at=self.uow.now)
        await self.uow.connection.execute(delete(upload_parts).where(upload_parts.c.upload_id == upload.id))

    async def forget(self, upload: Upload) -> None:
        self._kept.pop(upload.id, None)
        await self.uow.connection.execute(delete(uploads).where(uploads.c.id == upload.id))

    async def lock_room(self) -> None:
        """One lock per person until the transaction ends, so that what is promised to one request is not promised to
        another. The tenant's key comes along."""
        name = {"name": f"room/{self.uow.actor.subject}"}
        self._ring.came_along((await self.uow.connection.execute(_LOCKED, name)).one().wrapped_key)

    async def must_have_room(self, size: int) -> int:
        """Asked behind `lock_room`. Says how many files wait in the actor's safe for a piece, while it counts."""
        actor = self.uow.actor
        given = {"who": actor.subject, "since": self.uow.now - A_DAY}
        counted = (await self.uow.connection.execute(_COUNTED, given)).one()
        if int(counted.promised) + size > ROOM_A_DAY.get(actor.kind, ROOM_A_DAY[Kind.VISITOR]):
            raise NoRoomToday(retry_after=3600)
        return counted.waiting
