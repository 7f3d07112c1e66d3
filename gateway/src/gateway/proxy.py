"""Passing a request on to a service and its answer back, both as streams: never more than some kilobytes in memory."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any

import aiohttp
from litestar.types import Receive, Scope, Send

from chassis.observe import MOUNTED
from chassis.problems import PROBLEM
from gateway.api import CONNECT_WITHIN, Refused, ServiceDown, refusal
from gateway.here import Here
from gateway.limits import Received
from gateway.words import N_

ANSWER_WITHIN = 10.0
# After its last byte an upload is still hashed, encrypted and stored.
STORE_WITHIN = 30.0
# What belongs to one connection, and what only the gateway may say.
NOT_SENT = frozenset(
    b"host connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade expect "
    b"authorization cookie origin referer accept-language accept-encoding traceparent tracestate baggage".split()
)
NOT_RETURNED = frozenset(
    b"connection keep-alive proxy-authenticate te trailer transfer-encoding upgrade set-cookie server date "
    b"strict-transport-security x-request-id x-parvis-flash".split()
)
Headers = Sequence[tuple[bytes, bytes]]


class CutShort(Refused):
    """The browser left before the end: whatever is answered, nobody reads it."""

    def __init__(self) -> None:
        super().__init__(400, N_("L’envoi s’est interrompu avant la fin."))


class Passage:
    """One request on its way to `service` at `path` (raw, with its query)."""

    def __init__(self, here: Here, scope: Scope, receive: Receive, send: Send) -> None:
        self.here, self._send = here, send
        self._headers: Headers = list(scope["headers"])
        self._receive = receive if isinstance(receive, Received) else Received(here, receive)
        self._method = str(scope.get("method"))
        # A mount works on a copy of the scope, of which its state alone is shared with whoever observes.
        self._state = scope["state"]

    async def forward(
        self,
        service: str,
        path: str,
        *,
        headers: Mapping[str, str],
        location_prefix: str = "",
        answered: Callable[[aiohttp.ClientResponse], None] = lambda _: None,
        for_people: bool = False,
    ) -> None:
        """Raises `ServiceDown` before anything is sent back. `answered` sees the answer before the browser does.

        `for_people`: a problem document, made for programs, is raised as the refusal it tells, and becomes a page.
        """
        self._state[MOUNTED] = location_prefix or f"/{service}"
        body = self._has_body()
        options: dict[str, Any] = {"data": self._pieces()} if body else {}
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_WITHIN, sock_read=STORE_WITHIN if body else ANSWER_WITHIN
        )
        async with self.here.entrance.upstream.send(
            service, self._method, path, headers=self._sent(headers), timeout=timeout, **options
        ) as response:
            told = b""
            if response.content_type == PROBLEM and (response.status == 401 or (for_people and response.status >= 400)):
                refused = refusal(service, response, told := await response.read())
                if for_people or isinstance(refused, ServiceDown):
                    raise refused
            answered(response)
            await self._start(response, location_prefix)
            if told:
                await self._send({"type": "http.response.body", "body": told, "more_body": True})
            async for piece in response.content.iter_any():
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def _has_body(self) -> bool:
        return any(
            (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
            for name, value in self._headers
        )

    def _sent(self, ours: Mapping[str, str]) -> dict[str, str]:
        kept = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in self._headers if name not in NOT_SENT
        }
        return {**kept, **ours}

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise CutShort
            if piece := message.get("body", b""):
                yield piece
            if not message.get("more_body", False):
                return

    async def _start(self, response: aiohttp.ClientResponse, location_prefix: str) -> None:
        headers = [(n.lower(), v) for n, v in response.raw_headers if n.lower() not in NOT_RETURNED]
        if location_prefix:
            headers = [(n, moved(v, location_prefix) if n == b"location" else v) for n, v in headers]
        await self._send({"type": "http.response.start", "status": response.status, "headers": headers})


def moved(location: bytes, prefix: str) -> bytes:
    """The service's own address of a thing, as the outside knows it."""
    return prefix.encode() + location if location.startswith(b"/v1/") else location


def is_plain(path: str) -> bool:
    """No step upwards, however written, and no separator in disguise."""
    lowered = path.partition("?")[0].lower()
    return not any(hidden in lowered for hidden in ("/../", "/./", "//", "%2e", "%2f", "%5c", "\\", "%00")) and not (
        lowered.endswith(("/..", "/."))
    )


def raw_target(scope: Scope) -> str:
    """Path and query as they came, still encoded."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
