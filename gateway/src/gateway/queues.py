"""Which open queues of this process show the requests or the tickets of whom: told by event that one of them has moved."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from contracts.events import Envelope
from gateway.open_pages import OpenPages


class Queue(NamedTuple):
    """`service`: whose events move it."""

    service: str
    organisation: UUID


class OpenQueues(OpenPages):
    """By service and organisation."""

    async def on_move(self, body: bytes) -> None:
        envelope = msgspec.json.decode(body, type=Envelope)
        self._tell(Queue(envelope.source, envelope.tenant))
