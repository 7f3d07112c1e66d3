"""The counts beside « Échanges », « Mes demandes » and « Actualités »."""

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp

from chassis.pages import Badges
from gateway.api import Refused

if TYPE_CHECKING:
    from gateway.here import Here

PATIENCE = aiohttp.ClientTimeout(total=0.7, sock_connect=0.3)
AFTER_FAILURE = 5.0


class BadgeCounts:
    """Asked of démarches and the notifier, or of ticketing at the support portal, for each page of a person; a page never waits long for them, nor fails without."""

    def __init__(self) -> None:
        self._asleep_until: dict[str, float] = {}

    async def of(self, here: "Here") -> Badges:
        service = _asked_of(here)
        if service is None:
            return Badges()
        if service == "ticketing":
            told, news = await self._told(here, service), {}
        else:
            told, news = await asyncio.gather(self._told(here, service), self._told(here, "notifier"))
        return Badges(
            exchanges=told.get("unread_messages", 0),
            dossiers=told.get("waiting_for_me", 0),
            news=news.get("news", 0),
            notifications=news.get("notifications", 0),
            exchanges_known="unread_messages" in told,
        )

    async def _told(self, here: "Here", service: str) -> dict[str, int]:
        if time.monotonic() < self._asleep_until.get(service, 0.0):
            return {}
        try:
            return (await here.api(service).call("GET", "/v1/me/badges", timeout=PATIENCE)).body
        except Refused as refused:
            if refused.status == 503:
                self._asleep_until[service] = time.monotonic() + AFTER_FAILURE
            return {}


def _asked_of(here: "Here") -> str | None:
    """Citizens have dossiers; the members who come to the support portal have tickets."""
    if here.person is None:
        return None
    if here.organisation.is_support_portal:
        return "ticketing" if here.person.kind == "member" else None
    return "demarches" if here.person.kind == "citizen" else None
