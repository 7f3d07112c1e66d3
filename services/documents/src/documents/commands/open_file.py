"""Open a file for reading. Each opening leaves a line that the person concerned can read."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from chassis.actor import Kind
from chassis.ids import new_id
from contracts.documents import FileIntegrityFailed, GrantUsed
from documents.domain import policies
from documents.domain.media import MediaType, named_after
from documents.domain.reading_grant import LASTS, LONGEST_PURPOSE, ReadingGrant
from documents.domain.refusals import DossierEnded, FileErased, FileInfected, FileNotFound, ReadingWithdrawn
from documents.domain.sealing import Place
from documents.domain.stored_file import OPENED, Content, Status, StoredFile
from documents.storage.unit_of_work import DocumentsWork


class OpenSafeFile(NamedTuple):
    """`glance`: a small picture in a list, or another page of what is open already; no line tells of it."""

    file_id: UUID
    glance: bool = False
    purpose: str | None = None


class OpenBundleFile(NamedTuple):
    """`own_only`: by right of having sent it, and not of a grant to view."""

    bundle_id: UUID
    file_id: UUID
    own_only: bool
    purpose: str | None = None


class ReportBrokenFile(NamedTuple):
    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """What it takes to read one content, and nothing more."""

    file_id: UUID
    name: str
    content: Content
    place: Place
    is_checked: bool
    key: bytes = field(repr=False)


async def open_safe_file(command: OpenSafeFile, uow: DocumentsWork) -> OpenedFile:
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    held = await uow.safes.held(safe, command.file_id)
    if await uow.safes.is_in_trash(held):
        raise FileNotFound
    file = await uow.files.get(held.file_id)
    file.must_be_readable_by(owner)
    if not command.glance:
        uow.note(OPENED, file.id, concerns=owner, purpose=command.purpose)
    return opened(file, held.name, await uow.safes.file_key(safe, held), uow)


async def open_bundle_file(command: OpenBundleFile, uow: DocumentsWork) -> OpenedFile:
    try:
        held = await uow.bundles.held(command.bundle_id, command.file_id)
    except FileNotFound:
        # Whoever holds a grant may know what became of it; a stranger learns nothing.
        if not command.own_only and await uow.retention.is_purged(command.bundle_id):
            raise FileErased from None
        raise
    if command.own_only and held.added_by != uow.actor.subject:
        raise FileNotFound
    file = await uow.files.get(held.file_id)
    file.must_be_readable_by(uow.actor.subject)
    purpose = command.purpose
    if not command.own_only and uow.actor.kind is Kind.MEMBER:
        purpose = await _under_grant(command, uow)
    uow.note(OPENED, file.id, concerns=held.added_by, purpose=purpose)
    if uow.actor.subject is not None and uow.actor.subject != held.added_by:
        uow.record(GrantUsed(file_id=file.id, bundle_id=held.bundle_id, reader_id=uow.actor.subject))
    return opened(file, held.name, await uow.bundles.file_key(held), uow)


async def _under_grant(command: OpenBundleFile, uow: DocumentsWork) -> str | None:
    """Why this agent may read now. The first reading of a dossier that is examined makes the leave that lasts."""
    kept = await uow.retention.of(command.bundle_id)
    reader = uow.actor.subject
    if kept is None or kept.issuer != "demarches" or reader is None:
        return command.purpose
    if await uow.readings.was_withdrawn(kept.id, reader):
        raise ReadingWithdrawn
    grant = await uow.readings.standing(kept.id, reader)
    if grant is None:
        if kept.closed_at is not None:
            raise DossierEnded
        purpose = (command.purpose or "")[:LONGEST_PURPOSE]
        grant = uow.readings.add(ReadingGrant(new_id(), kept.id, reader, purpose, uow.now, uow.now + LASTS))
        uow.record(grant.created())
    grant.read(at=uow.now)
    return grant.purpose


async def report_broken_file(command: ReportBrokenFile, uow: DocumentsWork) -> None:
    """What is stored is not what was received: say so to whoever watches over the suite. Raises what has become true
    instead where the file was erased, or found infected, while its bytes were fetched."""
    file = await uow.files.get(command.file_id)
    if file.status is Status.INFECTED:
        raise FileInfected
    uow.record(FileIntegrityFailed(file_id=file.id))


def opened(file: StoredFile, name: str, key: bytes, uow: DocumentsWork) -> OpenedFile:
    # A photo that came as HEIC has become a JPEG, and is called so.
    name = named_after(name, MediaType(file.content.media_type))
    return OpenedFile(
        file_id=file.id,
        name=name,
        content=file.content,
        place=file.place(uow.actor.tenant),
        is_checked=file.status is Status.CLEAN,
        key=key,
    )
