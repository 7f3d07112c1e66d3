"""An upload in several requests, received: each part is sealed and stored as it comes, and the file made of them last.

A part is an object of its own, so another instance goes on where this one stopped; what had come when a connection
broke is kept too. Nothing but one part's segment is in memory at a time.
"""

import base64
import contextlib
import hashlib
from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from uuid import UUID

from litestar.exceptions import InternalServerException

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Invalid, Refusal
from documents.commands.announce_object import AnnounceObject, abandon_object, announce_object, new_object_key
from documents.commands.resume_upload import (
    AppendPart,
    Continued,
    OneUpload,
    RefuseUpload,
    append_part,
    continue_upload,
    refuse_upload,
)
from documents.domain.media import HEAD
from documents.domain.refusals import MoreThanAnnounced, UploadCut, UploadElsewhere
from documents.domain.upload import Upload
from documents.http.receiving import recognised
from documents.http.uploads import Uploads
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent, SealedSpool
from documents.storage.uploads import Part

PART = 4 << 20
ALGORITHMS = ("sha256", "sha1", "md5")


class BadChecksum(Refusal):
    """La somme de contrôle n'est pas lisible."""


class ChecksumMismatch(Exception):
    """What came is not what was sent: none of it is kept."""


class Checksum(NamedTuple):
    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> "Checksum":
        algorithm, _, encoded = header.strip().partition(" ")
        if algorithm not in ALGORITHMS:
            raise BadChecksum
        try:
            return cls(algorithm, base64.b64decode(encoded, validate=True))
        except ValueError as error:
            raise BadChecksum from error


class Resuming:
    def __init__(self, commands: Commands[Any], store: ObjectStore, uploads: Uploads) -> None:
        self._commands, self._store, self._uploads = commands, store, uploads

    async def state(self, upload_id: UUID, actor: Actor) -> Continued:
        return await self._commands.run(continue_upload, OneUpload(upload_id), actor=actor)

    async def append(
        self,
        upload_id: UUID,
        offset: int,
        body: AsyncIterator[bytes],
        actor: Actor,
        *,
        checksum: Checksum | None = None,
        length: int | None = None,
    ) -> Upload:
        """Keep what comes. With a checksum all of it or nothing; without one, all that came before a cut."""
        begun = await self.state(upload_id, actor)
        begun.upload.must_be_receiving()
        if begun.upload.offset != offset:
            raise UploadElsewhere
        if offset + (length or 0) > begun.upload.length:
            raise MoreThanAnnounced
        return await _Arrival(self._commands, self._store, begun, actor, checksum).receive(body)

    async def finish(self, upload_id: UUID, actor: Actor) -> Upload:
        """Make the file of an upload whose bytes have all come. Repeated, it does what is left to do."""
        state = await self.state(upload_id, actor)
        upload = state.upload
        if not upload.is_whole or upload.file_id is not None:
            return upload
        upload.must_be_receiving()
        try:
            _ = await self._uploads.make(upload, self._content(state, actor), actor)
        except Refusal as refusal:
            if isinstance(refusal, Invalid):
                await self._commands.run(refuse_upload, RefuseUpload(upload_id, refusal.title), actor=actor)
            with contextlib.suppress(Refusal):
                # Somebody else may have finished it first: then it is finished.
                again = (await self.state(upload_id, actor)).upload
                if again.file_id is not None:
                    return again
            raise
        return (await self.state(upload_id, actor)).upload

    async def _content(self, state: Continued, actor: Actor) -> AsyncIterator[bytes]:
        for part in state.parts:
            place = state.upload.place_of(actor.tenant, part.number)
            sealed = await SealedContent.fetch(self._store, part.object_key, state.key, place, size=part.size)
            try:
                async for segment in sealed.segments():
                    yield segment
            finally:
                sealed.close()


class _Arrival:
    """One request's body, on its way into parts."""

    def __init__(
        self, commands: Commands[Any], store: ObjectStore, begun: Continued, actor: Actor, checksum: Checksum | None
    ) -> None:
        self._commands, self._store, self._key, self._actor = commands, store, begun.key, actor
        self._upload, self._checksum = begun.upload, checksum
        self._digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self._head = b""
        self._spool = self._new_spool()

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

    async def _must_be_wanted(self) -> None:
        """Whoever sends what we do not take hears so before the rest is sent."""
        try:
            _ = recognised(self._head)
        except Invalid as refusal:
            await self._commands.run(refuse_upload, RefuseUpload(self._upload.id, refusal.title), actor=self._actor)
            raise

    async def _keep(self) -> None:
        """What has come becomes a part: its object is announced, stored, and then counted."""
        spool = self._spool
        if spool.size == 0:
            return
        if self._upload.offset == 0 and spool.size == self._upload.length:
            await self._must_be_wanted()
        await spool.finish()
        part = Part(self._upload.parts + 1, spool.size, new_object_key(self._actor))
        announced = AnnounceObject(part.object_key)
        await self._commands.run(announce_object, announced, actor=self._actor)
        try:
            await self._store.put(part.object_key, spool.file, spool.sealed_size)
            command = AppendPart(self._upload.id, self._upload.offset, part.size, part.object_key)
            self._upload = await self._commands.run(append_part, command, actor=self._actor)
        except BaseException:
            await self._commands.run(abandon_object, announced, actor=self._actor)
            raise
        spool.close()
        self._spool = self._new_spool()

    def _new_spool(self) -> SealedSpool:
        return SealedSpool(self._key, self._upload.place_of(self._actor.tenant, self._upload.parts + 1))
