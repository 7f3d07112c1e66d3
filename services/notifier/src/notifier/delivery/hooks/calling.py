"""A call to a webhook: signed, to where it is allowed to lead, and no further."""

import asyncio
import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.resolver import ThreadedResolver

from chassis import logs
from notifier.delivery.hooks.guard import AddressRefused, Guard, GuardedResolver, ToldResolver, literal
from notifier.domain.hooks.delivery import HookDelivery
from notifier.domain.hooks.refusals import AddressNotAllowed

CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 15.0
# What it says is nobody's business here; so much is read that the line may be used again.
READ_AT_MOST = 16_384


class Answered(NamedTuple):
    """`retry_after`: the seconds it asks for."""

    code: int | None
    reason: str = ""
    retry_after: int | None = None


def signature_of(message_id: str, at: int, body: bytes, secret: bytes) -> str:
    """Standard Webhooks, « v1 »."""
    made = hmac.new(secret, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def body_of(delivery: HookDelivery) -> bytes:
    """The same bytes at each try: only the moment and its signature change."""
    told: dict[str, Any] = {"type": delivery.event_type, "timestamp": delivery.occurred_at, "data": delivery.data}
    return msgspec.json.encode(told)


class Caller:
    """`dns_server` is asked instead of the machine's own."""

    def __init__(self, guard: Guard, *, dns_server: str = "") -> None:
        self._guard = guard
        self._dns_server = dns_server
        self._session: aiohttp.ClientSession | None = None
        self._closing: asyncio.Task[None] | None = None

    async def must_be_allowed(self, url: str) -> None:
        """For whoever types it; what is called is looked at again each time. Raises `AddressNotAllowed`."""
        try:
            self._must_be_open(url)
            parts = urlsplit(url)
            if literal(parts.hostname or "") is None:
                await self._resolver().resolve(parts.hostname or "", parts.port or 443)
        except AddressRefused as refused:
            logs.log.warning("ssrf.refuse")
            raise AddressNotAllowed from refused
        except OSError:
            # A name that is not there yet: it is said at its first call.
            return

    async def call(self, url: str, delivery: HookDelivery, secrets: Sequence[bytes], *, at: datetime) -> Answered:
        """Raises nothing: whatever goes wrong is an answer without a code."""
        body, message_id, stamp = body_of(delivery), f"msg_{delivery.id}", int(at.timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": " ".join(signature_of(message_id, stamp, body, secret) for secret in secrets),
        }
        return await self.post(url, body, headers)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Where it is allowed to lead. Raises nothing."""
        try:
            self._must_be_open(url)
            return await self._post(url, body, headers)
        except AddressRefused:
            logs.log.warning("ssrf.refuse")
            return Answered(None, "address-refused")
        except aiohttp.ClientConnectorError as error:
            refused = isinstance(error.os_error, AddressRefused)
            if refused:
                logs.log.warning("ssrf.refuse")
            return Answered(None, "address-refused" if refused else _named(error))
        except TimeoutError:
            return Answered(None, "too-slow")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answered(None, _named(error))

    def close(self) -> None:
        if self._session is not None:
            self._closing = asyncio.get_running_loop().create_task(self._session.close())
            self._session = None

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        headers = {"user-agent": "Parvis", **headers}
        async with self._opened().post(url, data=body, headers=headers, allow_redirects=False) as response:
            await response.content.read(READ_AT_MOST)
            if 300 <= response.status < 400:
                # It may lead anywhere: who moved says so in the console.
                return Answered(response.status, "redirect")
            later = response.headers.get("retry-after", "")
            return Answered(response.status, retry_after=int(later) if later.isdigit() and len(later) < 8 else None)

    def _must_be_open(self, url: str) -> None:
        parts = urlsplit(url)
        written = literal(parts.hostname or "")
        if written is not None and not self._guard.lets(written):
            raise AddressRefused
        if parts.scheme != "https" and self._guard.is_strict:
            raise AddressRefused

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # No line is kept: each call resolves and looks again.
            connector = aiohttp.TCPConnector(resolver=self._resolver(), force_close=True, use_dns_cache=False)
            timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN, sock_connect=CONNECT_WITHIN)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False)
        return self._session

    def _resolver(self) -> GuardedResolver:
        inner = ToldResolver(self._dns_server) if self._dns_server else ThreadedResolver()
        return GuardedResolver(self._guard, inner)


def _named(error: BaseException) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).casefold()
