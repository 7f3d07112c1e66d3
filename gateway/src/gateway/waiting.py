"""How many proposals wait for the member: beside « Propositions », on every page of the consoles."""

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING
from uuid import UUID

import aiohttp

from gateway.api import Refused

if TYPE_CHECKING:
    from gateway.here import Here

REMEMBERED = 20.0
AFTER_FAILURE = 5.0
PATIENCE = aiohttp.ClientTimeout(total=0.7, sock_connect=0.3)
MOST = 5_000


class WaitingProposals:
    """Asked for members who have an assistant, of each service, and kept for seconds; a page never waits long for it."""

    def __init__(self) -> None:
        self._held: OrderedDict[UUID, tuple[int, float]] = OrderedDict()
        self._asleep_until: dict[str, float] = {}

    async def of(self, here: "Here") -> int:
        person = here.person
        if person is None or not person.has_assistants:
            return 0
        number, until = self._held.get(person.account_id, (0, 0.0))
        if time.monotonic() < until:
            return number
        told = await asyncio.gather(*(self._at(here, service) for service in here.entrance.upstream.urls))
        self._held[person.account_id] = sum(told), time.monotonic() + REMEMBERED
        self._held.move_to_end(person.account_id)
        if len(self._held) > MOST:
            self._held.popitem(last=False)
        return sum(told)

    def forget(self, account: UUID) -> None:
        self._held.pop(account, None)

    async def _at(self, here: "Here", service: str) -> int:
        if time.monotonic() < self._asleep_until.get(service, 0.0):
            return 0
        try:
            return len((await here.api(service).call("GET", "/v1/proposals", timeout=PATIENCE)).body)
        except Refused as refused:
            if refused.status == 503:
                self._asleep_until[service] = time.monotonic() + AFTER_FAILURE
            return 0
