"""End of a dossier's or ticket's files. What a safe holds as well stays in the safe."""

from typing import NamedTuple
from uuid import UUID

from contracts.documents import BundlePurged
from documents.storage.unit_of_work import DocumentsWork


class PurgeBundle(NamedTuple):
    bundle_id: UUID


async def purge_bundle(command: PurgeBundle, uow: DocumentsWork) -> int:
    """How many files it let go of. Raises `UnderLegalHold`."""
    await uow.retention.must_not_be_held(command.bundle_id)
    held = await uow.bundles.files_of(command.bundle_id)
    for one in held:
        await uow.bundles.let_go(one)
        uow.note("documents.bundle.purged", one.file_id, concerns=one.added_by)
    await uow.retention.end(command.bundle_id, uow.now, None)
    if held:
        uow.record(BundlePurged(bundle_id=command.bundle_id))
    return len(held)
