"""A guichet looked at before its settings are published: the browser that came by a preview's address sees them for an hour."""

import re
from typing import TYPE_CHECKING

import msgspec
from litestar.types import Scope

from gateway.api import Api, Refused, ServiceDown
from gateway.organisations import Facts

if TYPE_CHECKING:
    from gateway.cookies import Cookies

PURPOSE = "apercu"
LIVES = 3_600
TOKEN = re.compile(r"[0-9a-f]{32}\.[0-9]{1,12}\.[A-Za-z0-9_-]{43}")


class Previews:
    """Identity made the token and reads it: nothing is kept here."""

    def __init__(self, identity: Api, cookies: "Cookies") -> None:
        self._identity, self._cookies = identity, cookies

    async def seen_by(self, scope: Scope, facts: Facts) -> Facts | None:
        """The organisation as this browser previews it; None for nearly everybody."""
        sent = self._cookies.read(list(scope["headers"]), PURPOSE)
        if len(sent) != 1:
            return None
        return await self.of(sent[0], facts)

    async def of(self, token: str, facts: Facts) -> Facts | None:
        """None for another organisation's, for one that is over, and while identity is down: then what is published shows."""
        if TOKEN.fullmatch(token) is None:
            return None
        try:
            shown = msgspec.convert(await self._identity.get(f"/internal/previews/{token}"), Facts)
        except ServiceDown:
            return None
        except Refused as refused:
            if refused.status not in (404, 410):
                raise
            return None
        return shown if shown.id == facts.id else None
