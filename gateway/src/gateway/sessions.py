"""Who is at the browser: the opaque session exchanged for access tokens, kept fresh for at most four seconds."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from contracts.events import Envelope
from gateway.api import Api, Refused, ServiceDown

FRESH = 4.0
USABLE = 55.0
"""Access tokens live 60 s; the rest is for the journey and for clocks that differ."""
MOST = 20_000


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What identity answers for a living session."""

    session_id: UUID
    account_id: UUID
    kind: str
    tenant: UUID
    organisation: UUID
    organisation_slug: str = ""
    organisation_name: str = ""
    display_name: str = ""
    locale: str = "fr"
    set_up: bool = True
    permissions: frozenset[str] = frozenset()
    acr: int = 1
    second_factor_from: datetime | None = None
    second_factor_due: bool = False
    authenticated_at: int = 0
    has_assistants: bool = False
    tours: frozenset[str] = frozenset()
    tokens: dict[str, str] = {}


class _Held(NamedTuple):
    exchange: Exchange
    since: float


class SessionUnknown(ServiceDown):
    """Identity is down and nothing fresh enough is known of this session."""

    def __init__(self) -> None:
        super().__init__("identity")


class Sessions:
    """`exchange` is where identity gives tokens for a secret: a browser's, or the key of a member's assistant."""

    def __init__(self, identity: Api, exchange: str = "/internal/exchange") -> None:
        self._identity, self._exchange = identity, exchange
        self._held: OrderedDict[bytes, _Held] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[Exchange | None]] = {}
        # Counts what was forgotten: an answer that set out before must not be kept after.
        self._epoch = 0

    async def find(self, secret: str, slug: str | None) -> Exchange | None:
        """The living session behind this secret, or None. Raises `SessionUnknown`.

        `slug` is the host's organisation; None where one acts in one's own.
        """
        key = hashlib.sha256(f"{slug}\n{secret}".encode()).digest()
        held = self._held.get(key)
        if held is not None and time.monotonic() - held.since < FRESH:
            return held.exchange
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(key, secret, slug))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        try:
            # Shared by all the requests of a page, and not cancelled with the first that leaves.
            return await asyncio.shield(asking)
        except ServiceDown as down:
            held = self._held.get(key)
            if held is not None and time.monotonic() - held.since < USABLE:
                return held.exchange
            raise SessionUnknown from down

    async def _ask(self, key: bytes, secret: str, slug: str | None) -> Exchange | None:
        epoch, since = self._epoch, time.monotonic()
        try:
            told = await self._identity.post(self._exchange, {"secret": secret, "slug": slug})
        except Refused as refused:
            if refused.status not in (401, 403, 404, 422):
                raise
            self._held.pop(key, None)
            return None
        exchange = msgspec.convert(told, Exchange)
        if epoch == self._epoch:
            self._held[key] = _Held(exchange, since)
            self._held.move_to_end(key)
            if len(self._held) > MOST:
                self._held.popitem(last=False)
        return exchange

    async def was_ended(self, secret: str) -> bool:
        """Of a secret that opens nothing any more: whether somebody signed out, here or everywhere. No while unknown."""
        try:
            told = await self._identity.post("/internal/sessions/ended", {"secret": secret})
        except Refused:
            return False
        return bool(told["ended"])

    def forget(self, *, session: UUID | None = None, account: UUID | None = None) -> None:
        self._epoch += 1
        gone = [
            key
            for key, held in self._held.items()
            if held.exchange.session_id == session or held.exchange.account_id == account
        ]
        for key in gone:
            del self._held[key]

    def forget_organisation(self, organisation: UUID) -> None:
        self._epoch += 1
        for key in [key for key, held in self._held.items() if held.exchange.organisation == organisation]:
            del self._held[key]

    async def on_organisation(self, message: bytes) -> None:
        """What all its people may do hangs on it: a mandate, a plan, whether it is served at all, or allows assistants."""
        self.forget_organisation(msgspec.json.decode(message, type=Envelope).tenant)

    async def on_session(self, message: bytes) -> None:
        """Revoked, or changed: either way what is held of it is no longer true."""
        told = _about(message)
        self.forget(session=told.session_id)

    async def on_assistant(self, message: bytes) -> None:
        told = _about(message)
        self.forget(session=told.assistant_id)

    async def on_permission(self, message: bytes) -> None:
        told = _about(message)
        self.forget(account=told.account_id)


class _About(msgspec.Struct):
    session_id: UUID | None = None
    assistant_id: UUID | None = None
    account_id: UUID | None = None


def _about(message: bytes) -> Any:
    return msgspec.json.decode(msgspec.json.decode(message, type=Envelope).data, type=_About)
