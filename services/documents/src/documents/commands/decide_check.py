"""The checks of one file: begin them, and act on what they said."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from documents.commands.announce_object import ROW_WITHIN, new_object_key
from documents.domain.refusals import FileNotFound, StoreUnavailable
from documents.domain.sealing import Place
from documents.domain.stored_file import Content
from documents.storage.files import STILL_BEING_READ
from documents.storage.unit_of_work import DocumentsWork


class BeginCheck(NamedTuple):
    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class Check:
    """What the checks need: the content, its key, and where the cleaned version will go."""

    content: Content
    place: Place
    cleaned_place: Place
    cleaned_key: str
    key: bytes = field(repr=False)


class PassFile(NamedTuple):
    """`thumbnail` is sealed with the file's key."""

    file_id: UUID
    cleaned: Content
    thumbnail: bytes | None = None
    pages: int = 1


class RefuseFile(NamedTuple):
    """`infected`: the cause is the malware's name; otherwise why the file could not be checked."""

    file_id: UUID
    cause: str
    infected: bool


class PostponeCheck(NamedTuple):
    file_id: UUID
    cause: str
    delay: timedelta


async def begin_check(command: BeginCheck, uow: DocumentsWork) -> Check | None:
    """None when there is nothing to check: decided, or purged meanwhile."""
    try:
        file = await uow.files.get(command.file_id)
    except FileNotFound:
        return None
    if not file.begin_check() or file.scan_key is None:
        await uow.files.checked(file)
        return None
    cleaned_key = new_object_key(uow.actor)
    await uow.files.doom(cleaned_key, at=uow.now + ROW_WITHIN)
    version = file.content.version + 1
    return Check(
        content=file.content,
        place=file.place(uow.actor.tenant),
        cleaned_place=file.place(uow.actor.tenant, version=version),
        cleaned_key=cleaned_key,
        key=await uow.keys.unwrap_for_checks(file.id, file.scan_key),
    )


async def pass_file(command: PassFile, uow: DocumentsWork) -> None:
    """The cleaned version takes the place of the one received, which goes once nobody can be reading it."""
    file = await uow.files.get(command.file_id)
    if not file.is_undecided:
        return
    received = file.content
    if not await uow.files.spare(command.cleaned.object_key):
        raise StoreUnavailable
    await uow.files.doom(received.object_key, at=uow.now + STILL_BEING_READ)
    for event in file.pass_check(command.cleaned, await uow.files.bundles_of(file), at=uow.now):
        uow.record(event)
    if command.thumbnail is not None:
        await uow.files.keep_thumbnail(file, command.thumbnail, pages=command.pages)
    await uow.files.checked(file)


async def refuse_file(command: RefuseFile, uow: DocumentsWork) -> None:
    """Infected bytes are deleted: nobody will ever read them. Unscannable ones stay readable for their sender."""
    file = await uow.files.get(command.file_id)
    if not file.is_undecided:
        return
    bundles = await uow.files.bundles_of(file)
    if command.infected:
        await uow.files.doom(file.content.object_key, at=uow.now)
        for event in file.is_infected(command.cause, bundles, at=uow.now):
            uow.record(event)
    else:
        for event in file.is_unscannable(command.cause, bundles, at=uow.now):
            uow.record(event)
    await uow.files.checked(file)


async def postpone_check(command: PostponeCheck, uow: DocumentsWork) -> None:
    """The checks could not be run: the file waits, and says so."""
    file = await uow.files.get(command.file_id)
    if file.is_undecided:
        file.postpone_check(command.cause)
        await uow.files.check_again(file, due_at=uow.now + command.delay)
