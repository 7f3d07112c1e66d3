"""`python -m documents.demo`: the pieces that Camille keeps. Repeatable: a space that holds something is left alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.service import Service
from chassis.settings import Settings
from contracts.demo import CITIZEN
from documents.commands.add_piece import AddPiece, add_piece
from documents.commands.resume_upload import BeginUpload, begin_upload
from documents.demo.papers import Paper, papers
from documents.domain.media import LARGEST_FILE
from documents.http.resuming import Resuming
from documents.http.uploads import Uploads
from documents.queries.list_pieces import list_pieces
from documents.scanning.queue import ScanQueue
from documents.storage.limits import Limits
from documents.storage.objects import ObjectStore
from documents.storage.root_key import root_key
from documents.storage.unit_of_work import DocumentsWork


class Filling:
    """As Camille does it: each file sent, then the piece. What was sent is checked by the service that runs."""

    def __init__(self, settings: Settings) -> None:
        self.service: Service[DocumentsWork] = Service(settings, partial(DocumentsWork, keys=root_key(settings)))
        store, queue = ObjectStore(settings), ScanQueue(self.service.database, self.service.commands.now)
        uploads = Uploads(self.service.commands, store, queue, Limits(settings))
        self._resuming = Resuming(self.service.commands, store, uploads)
        # A space opens to its owner, who has just signed in.
        now = self.service.commands.now()
        self.camille = Actor(
            tenant=CITIZEN.organisation.id, kind=Kind.CITIZEN, subject=CITIZEN.id, authenticated_at=now
        )

    async def holds_something(self) -> bool:
        safe = await self.service.queries.ask(list_pieces, None, actor=self.camille)
        return bool(safe.pieces or safe.trash)

    async def keep(self, paper: Paper) -> None:
        sent = [await self._send(name, content) for name, content in paper.files]
        ends = self.service.commands.now().date() + timedelta(days=paper.valid_for) if paper.valid_for else None
        piece = AddPiece(type=paper.type, label=paper.label, file_ids=tuple(sent), valid_until=ends)
        await self.service.commands.run(add_piece, piece, actor=self.camille)

    async def _send(self, name: str, content: bytes) -> UUID:
        begun = BeginUpload(name=name, length=len(content), longest=LARGEST_FILE)
        upload = await self.service.commands.run(begin_upload, begun, actor=self.camille)
        await self._resuming.append(upload.id, 0, _body(content), self.camille, length=len(content))
        made = await self._resuming.finish(upload.id, self.camille)
        assert made.file_id is not None
        return made.file_id


async def _body(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def load(settings: Settings) -> None:
    filling = Filling(settings)
    try:
        if not await filling.holds_something():
            for paper in papers():
                await filling.keep(paper)
    finally:
        await filling.service.database.close()
        await filling.service.relay_database.close()


if __name__ == "__main__":
    asyncio.run(load(Settings()))  # pyright: ignore[reportCallIssue]
