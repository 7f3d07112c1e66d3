"""Files sent: into a bundle with a grant, or into one's own safe."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter

from chassis.access import Needs
from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.http import By
from chassis.ids import new_id
from chassis.tokens import Signer, Verifier
from contracts.tokens import HandOver, UploadGrant, UploadReceipt
from documents.commands.announce_object import AnnounceObject, abandon_object
from documents.commands.receive_file import ReceiveFile, receive_file
from documents.domain import keys, media, policies
from documents.domain.media import MediaType
from documents.domain.sealing import Place
from documents.domain.stored_file import Content, StoredFile
from documents.domain.upload import Upload
from documents.http import grants
from documents.http.announced import AnnouncedKeys
from documents.http.receiving import Received, into, receive
from documents.queries.views import FileView, ReceivedView
from documents.scanning.queue import ScanQueue
from documents.storage.limits import Limits
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent, SealedSpool

RECEIPT_LIVES = timedelta(hours=24)
FIRST = 1


class Coming(NamedTuple):
    """A file that is not known yet: who it will be, its key, and what has come of it."""

    file_id: UUID
    key: bytes
    spool: SealedSpool

    @classmethod
    def to(cls, actor: Actor) -> "Coming":
        file_id, key = new_id(), keys.new_key()
        return cls(file_id, key, SealedSpool(key, Place(actor.tenant, file_id, FIRST)))

    def content(self, actor: Actor) -> SealedContent:
        """What has come, read again from the beginning once the spool is finished."""
        place = Place(actor.tenant, self.file_id, FIRST)
        return SealedContent(self.spool.file, self.key, place, self.spool.size)


class Uploads:
    """Receives a file whole, stores it, and only then says that it is there."""

    def __init__(self, commands: Commands[Any], store: ObjectStore, queue: ScanQueue, limits: Limits) -> None:
        self._commands, self._store, self._queue, self._limits = commands, store, queue, limits
        self.keys = AnnouncedKeys(commands)

    async def take(
        self, request: Request[Any, Any, Any], actor: Actor, *, grant: UploadGrant | HandOver | None = None
    ) -> tuple[StoredFile, str]:
        """The file and its name. Without a grant it goes to the actor's safe."""
        coming = Coming.to(actor)
        largest = self._limits.largest_from(grant.iss if grant else "")
        received = await receive(request, coming.spool, largest=largest)
        try:
            content = await self._store_it(received, actor)
        finally:
            received.spool.close()
        command = ReceiveFile(
            file_id=coming.file_id,
            name=received.name,
            content=content,
            key=coming.key,
            bundle=grant.bundle if grant else None,
            issuer=grant.iss if grant else "",
        )
        return await self._keep(command, actor), received.name

    async def make(self, upload: Upload, body: AsyncIterator[bytes], actor: Actor) -> StoredFile:
        """The file of an upload in several requests, whose bytes have all come."""
        coming = Coming.to(actor)
        try:
            media_type = await into(coming.spool, body, largest=upload.length)
            return await self.make_of(upload, coming, media_type, actor)
        finally:
            coming.spool.close()

    async def make_of(self, upload: Upload, coming: Coming, media_type: MediaType, actor: Actor) -> StoredFile:
        """The file of an upload, sealed as it will lie but for its last segment. The caller closes the spool."""
        name = media.named_after(upload.name, media_type)
        content = await self._store_it(Received(name, media_type, coming.spool), actor)
        command = ReceiveFile(
            file_id=coming.file_id,
            name=name,
            content=content,
            key=coming.key,
            bundle=upload.bundle,
            issuer=upload.issuer,
            upload=upload.id,
        )
        return await self._keep(command, actor)

    async def _keep(self, command: ReceiveFile, actor: Actor) -> StoredFile:
        try:
            file = await self._commands.run(receive_file, command, actor=actor)
        except BaseException:
            self.keys.forget(actor)
            await self._commands.run(abandon_object, AnnounceObject(command.content.object_key), actor=actor)
            raise
        self._queue.poke()
        return file

    async def _store_it(self, received: Received, actor: Actor) -> Content:
        spool = received.spool
        # Sealed in a thread while the database is told: neither needs the other.
        sealing = asyncio.ensure_future(spool.finish())
        try:
            object_key = await self.keys.take(actor)
        finally:
            await sealing
        await self._store.put(object_key, spool.file, spool.sealed_size)
        return Content(FIRST, object_key, spool.size, str(received.media_type), spool.sha256, spool.seal)


def receipt_for(signer: Signer, actor: Actor, bundle: UUID, audience: str, shown: FileView) -> str:
    """What the keeper of the bundle checks instead of asking us."""
    return signer.sign(
        UploadReceipt,
        audience=audience,
        lives=RECEIPT_LIVES,
        tenant=actor.tenant,
        sub=actor.subject,
        bundle=bundle,
        file=shown.file_id,
        name=shown.name,
        size=shown.size,
        media_type=shown.media_type,
        sha256=shown.sha256,
    )


@post("/bundles/{bundle_id:uuid}/files", needs=Needs.ANYONE, request_max_body_size=None)
async def to_bundle(
    bundle_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    actor: By,
    uploads: NamedDependency[Uploads],
    signer: NamedDependency[Signer],
    verifier: NamedDependency[Verifier],
    grant: Annotated[str | None, HeaderParameter(name="Parvis-Grant")] = None,
) -> ReceivedView:
    """The body is the file; `Upload-Name` its name, percent-encoded; `Parvis-Grant` an upload grant for the bundle."""
    allowed = grants.to_upload(verifier, grant, actor, bundle_id)
    file, name = await uploads.take(request, actor, grant=allowed)
    return received_view(file, name, receipt_for(signer, actor, bundle_id, allowed.iss, FileView.of(file, name)))


@post("/bundles/{bundle_id:uuid}/mailed-files", needs=Needs.NOTHING, request_max_body_size=None)
async def by_mail(
    bundle_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    uploads: NamedDependency[Uploads],
    signer: NamedDependency[Signer],
    verifier: NamedDependency[Verifier],
    hand_over: Annotated[str | None, HeaderParameter(name="Parvis-Hand-Over")] = None,
) -> ReceivedView:
    """What came with a mail, brought by ticketing in its sender's name: the token says all, and it alone opens."""
    allowed = grants.handed_over(verifier, hand_over, bundle_id)
    actor = Actor(
        tenant=allowed.tenant,
        kind=Kind.MEMBER,
        subject=allowed.sub,
        organisation=allowed.tenant,
        through="courriel",
    )
    file, name = await uploads.take(request, actor, grant=allowed)
    return received_view(file, name, receipt_for(signer, actor, bundle_id, allowed.iss, FileView.of(file, name)))


@post("/safe/files", needs=Needs.CITIZEN, request_max_body_size=None)
async def to_safe(
    request: Request[Any, Any, Any],
    actor: By,
    uploads: NamedDependency[Uploads],
    commands: NamedDependency[Commands[Any]],
) -> ReceivedView:
    """The body is the file; `Upload-Name` its name, percent-encoded. It waits 24 hours to become part of a piece."""
    policies.must_have_opened_safe(actor, now=commands.now())
    file, name = await uploads.take(request, actor)
    return received_view(file, name, None)


def received_view(file: StoredFile, name: str, receipt: str | None) -> ReceivedView:
    shown = FileView.of(file, name)
    return ReceivedView(**{field: getattr(shown, field) for field in shown.__struct_fields__}, receipt=receipt)


ROUTES = [to_bundle, by_mail, to_safe]
