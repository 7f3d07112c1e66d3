"""One request's body, on its way into parts of an upload, or into the file at once where it comes whole."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

from litestar.exceptions import InternalServerException

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Invalid
from documents.commands.announce_object import AnnounceObject, abandon_object
from documents.commands.resume_upload import AppendPart, Continued, RefuseUpload, append_part, refuse_upload
from documents.domain.media import HEAD, MediaType
from documents.domain.refusals import MoreThanAnnounced, UploadCut
from documents.domain.upload import Upload
from documents.http.checksum import Checksum, ChecksumMismatch
from documents.http.receiving import recognised
from documents.http.uploads import Coming, Uploads
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedSpool
from documents.storage.uploads import Part

PART = 4 << 20


class Arrival:
    """One request's body, on its way into parts."""

    def __init__(
        self,
        commands: Commands[Any],
        store: ObjectStore,
        uploads: Uploads,
        begun: Continued,
        actor: Actor,
        checksum: Checksum | None,
    ) -> None:
        self._commands, self._store, self._key, self._actor = commands, store, begun.key, actor
        self._uploads, self._upload, self._checksum = uploads, begun.upload, checksum
        self._digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self._head = b""
        may_come_whole = self._upload.offset == 0 and self._upload.length <= PART
        self._coming = Coming.to(actor) if may_come_whole else None
        self._spool = self._coming.spool if self._coming else self._new_spool()

    async def receive(self, body: AsyncIterator[bytes]) -> Upload:
        try:
            try:
                async for chunk in body:
                    await self._take(chunk)
            except (
                InternalServerException,
                ConnectionError,
            ) as error:  # Litestar's word for a sender who left, and ours
                if self._checksum is None:
                    await self._keep()
                raise UploadCut from error
            if self._checksum and self._digest and self._digest.digest() != self._checksum.digest:
                raise ChecksumMismatch
            if self._coming is not None and self._spool.size == self._upload.length:
                await self._become_file(self._coming)
            else:
                await self._keep()
            return self._upload
        finally:
            self._spool.close()

    async def _take(self, chunk: bytes) -> None:
        if self._upload.offset + self._spool.size + len(chunk) > self._upload.length:
            raise MoreThanAnnounced
        if self._upload.offset == 0 and len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
            if len(self._head) == HEAD:
                await self._must_be_wanted()
        if self._digest is not None:
            self._digest.update(chunk)
        await self._spool.write(chunk)
        if self._spool.size >= PART and self._checksum is None:
            await self._keep()

    async def _become_file(self, coming: Coming) -> None:
        media_type = await self._must_be_wanted()
        try:
            file = await self._uploads.make_of(self._upload, coming, media_type, self._actor)
        except Invalid as refusal:
            await self._commands.run(refuse_upload, RefuseUpload(self._upload.id, refusal.title), actor=self._actor)
            raise
        self._upload.arrive(file.id, self._upload.length)

    async def _must_be_wanted(self) -> MediaType:
        """Whoever sends what we do not take hears so before the rest is sent."""
        try:
            return recognised(self._head)
        except Invalid as refusal:
            await self._commands.run(refuse_upload, RefuseUpload(self._upload.id, refusal.title), actor=self._actor)
            raise

    async def _keep(self) -> None:
        """What has come becomes a part: its object is announced, stored, and then counted."""
        if self._spool.size == 0:
            return
        if self._coming is not None:
            await self._seal_as_a_part(self._coming)
            self._coming = None
        spool = self._spool
        await spool.finish()
        part = Part(self._upload.parts + 1, spool.size, await self._uploads.keys.take(self._actor))
        try:
            await self._store.put(part.object_key, spool.file, spool.sealed_size)
            command = AppendPart(self._upload.id, self._upload.offset, part.size, part.object_key)
            self._upload = await self._commands.run(append_part, command, actor=self._actor)
        except BaseException:
            self._uploads.keys.forget(self._actor)
            await self._commands.run(abandon_object, AnnounceObject(part.object_key), actor=self._actor)
            raise
        spool.close()
        self._spool = self._new_spool()

    async def _seal_as_a_part(self, coming: Coming) -> None:
        """It did not come whole after all."""
        await coming.spool.finish()
        self._spool = self._new_spool()
        async for segment in coming.content(self._actor).segments_then_close():
            await self._spool.write(segment)

    def _new_spool(self) -> SealedSpool:
        return SealedSpool(self._key, self._upload.place_of(self._actor.tenant, self._upload.parts + 1))
