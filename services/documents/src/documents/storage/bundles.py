"""Bundles: the files of one dossier or ticket, held by a key of their own."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from documents.domain import keys
from documents.domain.refusals import FileNotFound, TooManyFilesInBundle
from documents.domain.stored_file import StoredFile
from documents.storage.files import StoredFiles
from documents.storage.key_ring import KeyRing
from documents.storage.tables import bundle_files, bundles

MOST_FILES = 100


class BundleFile(NamedTuple):
    bundle_id: UUID
    file_id: UUID
    added_by: UUID
    name: str
    wrapped_key: bytes
    """Under the bundle's."""
    bundle_key: bytes
    """Itself wrapped."""


# Built once: building costs as much as asking.
_OF_BUNDLE = (
    select(*(bundle_files.c[name] for name in ("bundle_id", "file_id", "added_by", "name", "wrapped_key")))
    .add_columns(bundles.c.wrapped_key.label("bundle_key"))
    .join(bundles, bundles.c.id == bundle_files.c.bundle_id)
    .where(bundle_files.c.bundle_id == bindparam("this_bundle"))
    .order_by(bundle_files.c.added_at, bundle_files.c.file_id)
)
_ONE_OF_BUNDLE = _OF_BUNDLE.where(bundle_files.c.file_id == bindparam("this_file"))


class Bundles:
    """Every method trusts its caller to have checked a grant for the bundle."""

    def __init__(self, uow: UnitOfWork, ring: KeyRing, stored: StoredFiles) -> None:
        self._uow, self._ring, self._files = uow, ring, stored

    async def hold(self, bundle_id: UUID, issuer: str, file: StoredFile, key: bytes, *, name: str, by: UUID) -> bool:
        """Wrap the file's key with the bundle's; False when the bundle had it already. Makes the bundle when first
        wanted, and locks it while its files are counted."""
        under = await self._key(bundle_id, issuer)
        held = select(func.count()).where(bundle_files.c.bundle_id == bundle_id)
        if (await self._uow.connection.scalar(held) or 0) >= MOST_FILES:
            raise TooManyFilesInBundle
        row: dict[str, Any] = {
            "bundle_id": bundle_id,
            "file_id": file.id,
            "added_by": by,
            "name": name,
            "wrapped_key": keys.wrap(key, under=under, name=keys.file_key_name(f"bundle/{bundle_id}", file.id)),
            "added_at": self._uow.now,
        }
        added = await self._uow.connection.execute(insert(bundle_files).values(row).on_conflict_do_nothing())
        if added.rowcount == 0:
            return False
        file.hold()
        return True

    async def held(self, bundle_id: UUID, file_id: UUID) -> BundleFile:
        asked = {"this_bundle": bundle_id, "this_file": file_id}
        found = (await self._uow.connection.execute(_ONE_OF_BUNDLE, asked)).one_or_none()
        if found is None:
            raise FileNotFound
        return BundleFile(*found)

    async def files_of(self, bundle_id: UUID) -> list[BundleFile]:
        rows = await self._uow.connection.execute(_OF_BUNDLE, {"this_bundle": bundle_id})
        return [BundleFile(*row) for row in rows]

    async def file_key(self, held: BundleFile) -> bytes:
        under = await self._ring.bundle_key(held.bundle_id, held.bundle_key)
        return keys.unwrap(
            held.wrapped_key, under=under, name=keys.file_key_name(f"bundle/{held.bundle_id}", held.file_id)
        )

    async def let_go(self, held: BundleFile) -> None:
        """Drop the bundle's wrap, and the file with it where nobody else holds it."""
        file = await self._files.get(held.file_id)
        c = bundle_files.c
        gone = delete(bundle_files).where(c.bundle_id == held.bundle_id, c.file_id == held.file_id)
        await self._uow.connection.execute(gone)
        if file.release():
            await self._files.purge(file)

    async def _key(self, bundle_id: UUID, issuer: str) -> bytes:
        of_bundle = select(bundles.c.wrapped_key).where(bundles.c.id == bundle_id).with_for_update()
        wrapped = await self._uow.connection.scalar(of_bundle)
        if wrapped is None:
            made = await self._ring.new_bundle_key(bundle_id)
            row = {"id": bundle_id, "issuer": issuer, "wrapped_key": made, "opened_at": self._uow.now}
            await self._uow.connection.execute(insert(bundles).values(row).on_conflict_do_nothing())
            wrapped = await self._uow.connection.scalar(of_bundle)
        assert wrapped is not None
        return await self._ring.bundle_key(bundle_id, wrapped)
