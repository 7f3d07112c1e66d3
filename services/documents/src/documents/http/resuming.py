"""An upload in several requests, received: each part is sealed and stored as it comes, and the file made of them last.

A part is an object of its own, so another instance goes on where this one stopped; what had come when a connection
broke is kept too. Nothing but one part's segment is in memory at a time. What comes whole in its first request, as most
photos do, is sealed at once as the file that it will be.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Invalid, Refusal
from documents.commands.resume_upload import Continued, OneUpload, RefuseUpload, continue_upload, refuse_upload
from documents.domain.refusals import MoreThanAnnounced, UploadElsewhere
from documents.domain.upload import Upload
from documents.http.arriving import Arrival
from documents.http.checksum import Checksum
from documents.http.uploads import Uploads
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent


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
        return await Arrival(self._commands, self._store, self._uploads, begun, actor, checksum).receive(body)

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
