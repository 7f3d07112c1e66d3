"""Safes, their pieces, and the safe's hold on files. The database shows a safe's rows to its owner alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from chassis.repository import Repository
from documents.domain import keys
from documents.domain.refusals import FileNotFound, PieceNotFound, SafeNotFound
from documents.domain.safe import Piece, Safe
from documents.domain.stored_file import StoredFile
from documents.storage.files import StoredFiles
from documents.storage.key_ring import KeyRing
from documents.storage.tables import pieces, safe_files, safes

_WAITING = select(func.count()).where(safe_files.c.owner == bindparam("owner"), safe_files.c.piece_id.is_(None))


class HeldFile(NamedTuple):
    """`replaced_at`: since when it is a former version of its piece."""

    file_id: UUID
    piece_id: UUID | None
    name: str
    wrapped_key: bytes
    replaced_at: datetime | None


class Safes(Repository[Safe]):
    table = safes
    missing = SafeNotFound

    def __init__(self, uow: Any, ring: KeyRing, stored: StoredFiles) -> None:
        super().__init__(uow)
        self._ring, self._files = ring, stored

    def load(self, row: Any) -> Safe:
        return Safe(row.id, row.key_id, row.wrapped_key, row.pieces, row.version)

    def dump(self, aggregate: Safe) -> dict[str, Any]:
        a = aggregate
        return {"id": a.id, "key_id": a.key_id, "wrapped_key": a.wrapped_key, "pieces": a.pieces}

    async def mine(self) -> Safe:
        """The actor's own, locked until the transaction ends; made when first wanted."""
        owner = must_be_signed_in(self.uow.actor)
        known = await self.one(owner)
        if known is not None:
            return known
        key_id = new_id()
        wrapped = await self._ring.new_safe_key(owner, key_id)
        row = {"id": owner, "key_id": key_id, "wrapped_key": wrapped, "pieces": 0, "version": 1}
        await self.uow.connection.execute(insert(safes).values(row).on_conflict_do_nothing())
        return await self.get(owner)

    async def hold(self, safe: Safe, file: StoredFile, key: bytes, *, name: str, piece_id: UUID | None = None) -> None:
        """Wrap the file's key with the safe's: from now on the safe keeps the file alive."""
        under = await self._ring.safe_key(safe)
        wrapped = keys.wrap(key, under=under, name=keys.file_key_name(f"safe/{safe.id}", file.id))
        row = {"file_id": file.id, "owner": safe.id, "piece_id": piece_id, "name": name, "wrapped_key": wrapped}
        await self.uow.insert(safe_files, row | {"added_at": self.uow.now})
        file.hold()

    async def file_key(self, safe: Safe, held: HeldFile) -> bytes:
        under = await self._ring.safe_key(safe)
        name = keys.file_key_name(f"safe/{safe.id}", held.file_id)
        return keys.unwrap(held.wrapped_key, under=under, name=name)

    async def held(self, safe: Safe, file_id: UUID) -> HeldFile:
        found = await self._held(safe, safe_files.c.file_id == file_id)
        if not found:
            raise FileNotFound
        return found[0]

    async def holds(self, safe: Safe, file_id: UUID) -> bool:
        return bool(await self._held(safe, safe_files.c.file_id == file_id))

    async def files_of(self, safe: Safe, piece: Piece) -> list[HeldFile]:
        """Those that stand for it now."""
        return await self._held(safe, safe_files.c.piece_id == piece.id, safe_files.c.replaced_at.is_(None))

    async def former_files_of(self, safe: Safe, piece: Piece) -> list[HeldFile]:
        """Those of its former versions, the oldest first."""
        return await self._held(safe, safe_files.c.piece_id == piece.id, safe_files.c.replaced_at.is_not(None))

    async def put_aside(self, held: HeldFile) -> None:
        aside = update(safe_files).where(safe_files.c.file_id == held.file_id)
        await self.uow.connection.execute(aside.values(replaced_at=self.uow.now))

    async def is_in_trash(self, held: HeldFile) -> bool:
        in_trash = select(pieces.c.id).where(pieces.c.id == held.piece_id, pieces.c.trashed_at.is_not(None))
        return held.piece_id is not None and await self.uow.connection.scalar(in_trash) is not None

    async def enter(self, owner: UUID) -> None:
        """From here to the end of the transaction the database shows this owner's rows. For what runs when its time has
        come, in nobody's name: it opens no key, which only its owner can."""
        await self.uow.connection.execute(select(func.set_config("app.subject", str(owner), True)))

    async def waiting_files(self, safe: Safe) -> int:
        """How many were sent and belong to no piece yet."""
        return await self.uow.connection.scalar(_WAITING, {"owner": safe.id}) or 0

    async def put_into(self, piece: Piece, held: HeldFile, *, position: int) -> None:
        into = update(safe_files).where(safe_files.c.file_id == held.file_id)
        await self.uow.connection.execute(into.values(piece_id=piece.id, position=position))

    async def place_behind(self, piece: Piece) -> int:
        """The place after the last of its files."""
        last = select(func.max(safe_files.c.position)).where(safe_files.c.piece_id == piece.id)
        behind = await self.uow.connection.scalar(last.where(safe_files.c.replaced_at.is_(None)))
        return 0 if behind is None else behind + 1

    async def put_in_order(self, file_ids: Sequence[UUID]) -> None:
        """The files of one piece, each at its place in the list."""
        for position, file_id in enumerate(file_ids):
            placed = update(safe_files).where(safe_files.c.file_id == file_id)
            await self.uow.connection.execute(placed.values(position=position))

    async def let_go(self, held: HeldFile) -> None:
        """Drop the safe's wrap, and the file with it where nobody else holds it."""
        file = await self._files.get(held.file_id)
        await self.uow.connection.execute(delete(safe_files).where(safe_files.c.file_id == held.file_id))
        if file.release():
            await self._files.purge(file)

    async def destroy(self, safe: Safe) -> None:
        self._kept.pop(safe.id, None)
        await self.uow.connection.execute(delete(pieces).where(pieces.c.owner == safe.id))
        await self.uow.connection.execute(delete(safes).where(safes.c.id == safe.id))

    async def everything(self, safe: Safe) -> list[HeldFile]:
        return await self._held(safe)

    async def _held(self, safe: Safe, *where: Any) -> list[HeldFile]:
        c = safe_files.c
        statement = select(c.file_id, c.piece_id, c.name, c.wrapped_key, c.replaced_at).where(
            c.owner == safe.id, *where
        )
        rows = await self.uow.connection.execute(statement.order_by(c.replaced_at, c.position, c.added_at, c.file_id))
        return [HeldFile(*row) for row in rows]


class Pieces(Repository[Piece]):
    table = pieces
    missing = PieceNotFound

    def load(self, row: Any) -> Piece:
        return Piece(
            row.id,
            row.owner,
            row.type,
            row.label,
            row.valid_until,
            row.added_at,
            row.changed_at,
            row.files,
            row.trashed_at,
            row.version,
        )

    def dump(self, aggregate: Piece) -> dict[str, Any]:
        names = ("id", "owner", "type", "label", "valid_until", "added_at", "changed_at", "files", "trashed_at")
        return {name: getattr(aggregate, name) for name in names}

    async def get(self, aggregate_id: UUID) -> Piece:
        """A piece in the trash does not exist, but for who takes it out."""
        piece = await super().get(aggregate_id)
        if piece.trashed_at is not None:
            raise PieceNotFound
        return piece

    async def ids_of(self, owner: UUID) -> list[UUID]:
        """Of the pieces that are not in the trash, the newest first."""
        kept = select(pieces.c.id).where(pieces.c.owner == owner, pieces.c.trashed_at.is_(None))
        return list(await self.uow.connection.scalars(kept.order_by(pieces.c.added_at.desc(), pieces.c.id)))

    async def in_trash(self, piece_id: UUID) -> Piece:
        piece = await super().get(piece_id)
        if piece.trashed_at is None:
            raise PieceNotFound
        return piece

    async def whichever(self, piece_id: UUID) -> Piece:
        return await super().get(piece_id)

    async def remove(self, piece: Piece) -> None:
        self._kept.pop(piece.id, None)
        await self.uow.connection.execute(delete(pieces).where(pieces.c.id == piece.id))
