"""An upload in several requests: begun, continued, given up, forgotten."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from chassis.ids import new_id
from documents.domain import media, names, policies
from documents.domain.refusals import EmptyFile, FileTooLarge, UploadNotFound
from documents.domain.upload import KEPT, REMEMBERED, Upload
from documents.storage.unit_of_work import DocumentsWork
from documents.storage.uploads import Part


@dataclass(frozen=True, kw_only=True)
class BeginUpload:
    """`bundle` None: for the actor's safe. The caller has checked a grant for any other."""

    name: str
    length: int
    longest: int
    bundle: UUID | None = None
    issuer: str = ""


class AppendPart(NamedTuple):
    upload_id: UUID
    at_offset: int
    size: int
    object_key: str


class OneUpload(NamedTuple):
    upload_id: UUID


class RefuseUpload(NamedTuple):
    upload_id: UUID
    cause: str


@dataclass(frozen=True, kw_only=True)
class Continued:
    """An upload as it stands, with the key of its parts."""

    upload: Upload
    parts: list[Part]
    key: bytes = field(repr=False)


async def begin_upload(command: BeginUpload, uow: DocumentsWork) -> Upload:
    """Its length is reserved in what its sender may send today."""
    uploader = uow.actor.subject
    if uploader is None:
        raise UploadNotFound
    if command.bundle is None:
        _ = policies.must_have_opened_safe(uow.actor, now=uow.now)
    if command.length == 0:
        raise EmptyFile
    if command.length > command.longest:
        raise FileTooLarge(None if command.longest == media.LARGEST_FILE else media.at_most(command.longest))
    await uow.uploads.lock_room()
    _ = await uow.uploads.must_have_room(command.length)
    upload_id = new_id()
    upload = Upload(
        id=upload_id,
        uploader=uploader,
        bundle=command.bundle,
        issuer=command.issuer,
        name=names.cleaned(command.name),
        length=command.length,
        wrapped_key=await uow.uploads.new_key(upload_id),
        expires_at=uow.now + KEPT,
    )
    await uow.schedule("upload", upload_id, due_at=upload.expires_at)
    return uow.uploads.add(upload)


async def continue_upload(command: OneUpload, uow: DocumentsWork) -> Continued:
    upload = await uow.uploads.mine(command.upload_id)
    return Continued(upload=upload, parts=await uow.uploads.parts_of(upload), key=await uow.uploads.key_of(upload))


async def append_part(command: AppendPart, uow: DocumentsWork) -> Upload:
    """The part's object is in the store. Two connections that send the same bytes are told apart here: one is first."""
    upload = await uow.uploads.mine(command.upload_id)
    number = upload.take(command.size, at_offset=command.at_offset, now=uow.now)
    await uow.uploads.keep_part(upload, Part(number, command.size, command.object_key))
    await uow.files.must_spare(command.object_key)
    return upload


async def abort_upload(command: OneUpload, uow: DocumentsWork) -> None:
    upload = await uow.uploads.mine(command.upload_id)
    upload.abort()
    await _end(upload, uow)


async def refuse_upload(command: RefuseUpload, uow: DocumentsWork) -> None:
    """Its first bytes, or all of them, are nothing that we take."""
    upload = await uow.uploads.mine(command.upload_id)
    upload.abort(command.cause)
    await _end(upload, uow)


async def expire_upload(command: OneUpload, uow: DocumentsWork) -> None:
    """Runs when it has been silent for a day; an upload that went on since is looked at again later."""
    try:
        upload = await uow.uploads.get(command.upload_id)
    except UploadNotFound:
        return
    if upload.expire(now=uow.now):
        await _end(upload, uow)
    elif upload.expires_at > uow.now:
        await uow.schedule("upload", upload.id, due_at=upload.expires_at)


async def forget_upload(command: OneUpload, uow: DocumentsWork) -> None:
    try:
        await uow.uploads.forget(await uow.uploads.get(command.upload_id))
    except UploadNotFound:
        return


async def _end(upload: Upload, uow: DocumentsWork) -> None:
    await uow.uploads.drop_parts(upload)
    await uow.schedule("ended_upload", upload.id, due_at=uow.now + REMEMBERED)
