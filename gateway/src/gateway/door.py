"""The threshold of an entrance: every request passes here before any route, and every answer on its way out."""

from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import Headers
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chassis import logs, telemetry
from gateway import errors
from gateway.api import Refused, ServiceDown
from gateway.entrance import Entrance
from gateway.headers import PRIVATE, SECURITY, stripped
from gateway.here import Here
from gateway.hosts import HostRefused, Resolver
from gateway.organisations import Facts
from gateway.sessions import SessionUnknown

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Answered without asking who is there.
IMPERSONAL = ("/assets/", "/theme.css", "/favicon.ico", "/robots.txt", "/.well-known/")
# Read by probes and Prometheus, at whatever name they know the process by.
OPERATIONS = ("/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json")


class Door:
    """Finds the organisation and the session, strips what may not come in, and dresses what goes out."""

    def __init__(self, app: Litestar, entrance: Entrance, resolve: Resolver) -> None:
        self.app, self.entrance, self._resolve = app, entrance, resolve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "client_address": (scope.get("client") or ("",))[0]}
        scope["headers"] = stripped(scope["headers"])
        here = self.entrance.nowhere(scope)
        scope["here"] = here  # pyright: ignore[reportGeneralTypeIssues]
        dressed = _Dressed(scope, send)
        try:
            if scope["path"] not in OPERATIONS:
                await self._admit(scope)
        except Refused as refused:
            await self._refuse(scope, receive, dressed, refused)
            return
        await self.app(scope, receive, dressed)

    async def _admit(self, scope: Scope) -> None:
        if scope.get("method") not in METHODS:
            raise Refused(405, "Cette page ne se demande pas ainsi.")
        facts, host = await self._resolve(scope)
        here = Here(self.entrance, scope, facts, host=host)
        scope["here"] = here  # pyright: ignore[reportGeneralTypeIssues]
        if not scope["path"].startswith(IMPERSONAL):
            await self.entrance.recognise(here)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, refused: Refused) -> None:
        here: Any = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
        response = errors.answer(here, Headers.from_scope(scope), scope["path"], refused)
        scope["litestar_app"] = self.app
        await response.to_asgi_response(app=None, request=Request(scope))(scope, receive, send)


class _Dressed:
    """Adds to an answer the headers that every answer has, and the visit's cookies."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            here: Here = self._scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
            own = [*message.get("headers", [])]
            names = {name.lower() for name, _ in own}
            own += [(name, value) for name, value in SECURITY if name not in names]
            if b"cache-control" not in names:
                own.append((b"cache-control", PRIVATE))
            if here.scheme == "https":
                own.append((b"strict-transport-security", b"max-age=63072000; includeSubDomains"))
            trace_id = telemetry.trace_id()
            if trace_id is not None:
                own.append((b"x-request-id", trace_id.encode()))
            if here.clear_cache:
                own.append((b"clear-site-data", b'"cache"'))
            own += [(b"set-cookie", cookie) for cookie in here.set_cookies()]
            message["headers"] = own
        await self._send(message)


__all__ = ["ASGIApp", "Door", "Facts", "HostRefused", "ServiceDown", "SessionUnknown", "logs"]
