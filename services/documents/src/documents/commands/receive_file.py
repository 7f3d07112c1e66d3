"""A file's bytes are in the store: keep it, held by a bundle or by its owner's safe, and have it checked."""

from dataclasses import dataclass, field
from uuid import UUID

from documents.domain import policies
from documents.domain.refusals import FileNotFound, TooManyWaitingFiles
from documents.domain.safe import MOST_FILES, MOST_PIECES, Safe
from documents.domain.stored_file import UNATTACHED_KEPT, Content, StoredFile
from documents.domain.upload import REMEMBERED
from documents.storage.unit_of_work import DocumentsWork


@dataclass(frozen=True, kw_only=True)
class ReceiveFile:
    """`key` opens the content; it is wrapped here and forgotten. `bundle` None: the actor's safe."""

    file_id: UUID
    name: str
    content: Content
    key: bytes = field(repr=False)
    bundle: UUID | None = None
    issuer: str = ""
    upload: UUID | None = None
    """The upload in several requests that it was, which ends with this."""


async def receive_file(command: ReceiveFile, uow: DocumentsWork) -> StoredFile:
    """What one person sends is counted behind locks: several files of theirs wait for one another from there on."""
    uploader = uow.actor.subject
    if uploader is None:
        raise FileNotFound
    file = StoredFile(command.file_id, uploader, command.content, uow.now)
    if command.upload is None:
        await uow.uploads.lock_room()
    else:
        # Its room was reserved when it began, and whoever began it had just proved who they are.
        await _end_upload(command.upload, command, uow)
    safe = await _safe_for(command, uow) if command.bundle is None else None
    if command.upload is None:
        waiting = await uow.uploads.must_have_room(command.content.size)
    else:
        waiting = await uow.safes.waiting_files(safe) if safe else 0
    file.scan_key = await uow.keys.wrap_for_checks(file.id, command.key)
    _ = uow.files.add(file)
    if safe is not None:
        await _hold_in_safe(safe, waiting, command, file, uow)
    elif command.bundle is not None:
        _ = await uow.bundles.hold(command.bundle, command.issuer, file, command.key, name=command.name, by=uploader)
    await uow.files.have_checked(file)
    # So slow that the sweeper took it for abandoned: refused then.
    await uow.files.must_spare(command.content.object_key)
    uow.note("documents.file.received", file.id, concerns=uploader)
    return file


async def _end_upload(upload_id: UUID, command: ReceiveFile, uow: DocumentsWork) -> None:
    upload = await uow.uploads.mine(upload_id)
    if upload.parts:
        upload.become(command.file_id)
    else:
        upload.arrive(command.file_id, command.content.size)
    await uow.uploads.drop_parts(upload)
    await uow.schedule("ended_upload", upload.id, due_at=uow.now + REMEMBERED)


async def _safe_for(command: ReceiveFile, uow: DocumentsWork) -> Safe:
    if command.upload is None:
        _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    return await uow.safes.mine()


async def _hold_in_safe(safe: Safe, waiting: int, command: ReceiveFile, file: StoredFile, uow: DocumentsWork) -> None:
    if waiting >= MOST_PIECES * MOST_FILES:
        raise TooManyWaitingFiles
    await uow.safes.hold(safe, file, command.key, name=command.name)
    file.keep_until = uow.now + UNATTACHED_KEPT
    await uow.schedule("unattached_file", file.id, due_at=file.keep_until)
