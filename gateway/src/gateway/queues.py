"""Which open queues of this process show the requests or the tickets of whom: told by event that one of them has moved."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from contracts.events import Envelope
from gateway.open_pages import OpenPages

REQUESTS, TICKETS = frozenset({"demarches"}), frozenset({"ticketing"})
WITH_QUEUES = (REQUESTS, TICKETS, REQUESTS | TICKETS)


class Queue(NamedTuple):
    """`services`: whose events move it; several for the work of the day of who has work at several."""

    services: frozenset[str]
    organisation: UUID


class OneRequest(NamedTuple):
    organisation: UUID
    request: UUID


class OpenQueues(OpenPages):
    """By services and organisation; and each request that somebody has open."""

    async def on_move(self, body: bytes) -> None:
        envelope = msgspec.json.decode(body, type=Envelope)
        for services in WITH_QUEUES:
            if envelope.source in services:
                self._tell(Queue(services, envelope.tenant))
        if envelope.source in REQUESTS:
            self._tell(OneRequest(envelope.tenant, envelope.subject))
