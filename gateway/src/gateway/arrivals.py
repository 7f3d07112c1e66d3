"""Who waits in this process to hear that something arrived for them: open pages, told by event."""

import msgspec

from contracts.events import Envelope
from contracts.notifier import InboxChanged
from gateway.open_pages import OpenPages


class Arrivals(OpenPages):
    """By account."""

    async def on_inbox(self, body: bytes) -> None:
        envelope = msgspec.json.decode(body, type=Envelope)
        self._tell(msgspec.json.decode(envelope.data, type=InboxChanged).account_id)
