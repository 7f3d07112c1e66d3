"""Which open queues of this process show the requests of whom: told by event that one of them has moved."""

import msgspec

from contracts.events import Envelope
from gateway.open_pages import OpenPages


class OpenQueues(OpenPages):
    """By organisation."""

    async def on_dossier(self, body: bytes) -> None:
        self._tell(msgspec.json.decode(body, type=Envelope).tenant)
