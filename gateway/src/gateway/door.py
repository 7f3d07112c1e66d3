"""The threshold of an entrance: every request passes here before any route, and every answer on its way out."""

import hashlib

from litestar import Litestar, Request
from litestar.datastructures import Headers
from litestar.types import Message, Receive, Scope, Send

from chassis import logs, telemetry
from gateway import compression, errors, limits, measures, strength
from gateway.addresses import client_address, trusted
from gateway.api import Refused
from gateway.csrf import SAFE
from gateway.entrance import Entrance
from gateway.headers import PRIVATE, SECURITY, stripped
from gateway.here import Here
from gateway.hosts import Resolver, is_bare
from gateway.limits import Received, TooLarge, announced
from gateway.rates import ADDRESS, BROWSER, CHANGES, ORGANISATION, Rates, block
from gateway.words import N_

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Answered without asking who is there, nor counting. At the internal entrance the theme is the agent's town's.
IMPERSONAL = {
    "public": ("/assets/", "/theme.css", "/favicon.ico", "/robots.txt"),
    "internal": ("/assets/", "/favicon.ico"),
}
# For probes and Prometheus, who come by address or as localhost: never under the name of a guichet.
OPERATIONS = ("/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json")
LONGEST_TARGET = 4_000
MOST_HEADER_BYTES = 32_000


class Door:
    """Finds the organisation and the session, strips what may not come in, and dresses what goes out."""

    def __init__(self, app: Litestar, entrance: Entrance, resolve: Resolver) -> None:
        self.app, self.entrance, self._resolve = app, entrance, resolve
        self._rates = Rates(entrance.settings.rate_limits, sharing=lambda: entrance.fellows.count)
        self._proxies = trusted(entrance.settings.trusted_proxies)
        # Pages that listen would hold a process that leaves for as long as they listen.
        self.at_drain = (entrance.arrivals.close, entrance.queues.close)

    def at_once(self, scope: Scope) -> tuple[str, Message, Message] | None:
        """A finished page for a stranger, counted like any other visit. None: to be answered the long way."""
        ready = self.entrance.showcase.window.find(scope)
        if ready is None:
            return None
        forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        address = block(client_address((scope.get("client") or ("",))[0], forwarded, self._proxies))
        try:
            self._rates.take(ADDRESS, "address", address)
            self._rates.take(ORGANISATION, "organisation", ready.organisation)
            self._rates.take(BROWSER, "browser", address)
        except Refused:
            return None
        measures.from_memory()
        return ready.route, ready.start, ready.body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._strip(scope)
        here = self.entrance.nowhere(scope)
        dressed = _Dressed(scope, send)
        try:
            if not self._is_operations(scope):
                here = await self._admit(scope)
        except Refused as refused:
            await self._refuse(scope, receive, dressed, refused)
        except Exception:
            logs.log.exception("not admitted")
            await self._refuse(scope, receive, dressed, Refused(500, errors.UNEXPECTED))
        else:
            await self.app(scope, Received(here, receive), dressed)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, refused: Refused) -> None:
        here = self._here(scope)
        if not here.organisation.slug:
            # No guichet, so nobody chose a language there.
            here.speak_as_the_browser()
        response = errors.answer(here, Headers.from_scope(scope), refused)
        await response.to_asgi_response(app=None, request=Request(scope))(scope, receive, send)

    def _strip(self, scope: Scope) -> None:
        headers = list(scope["headers"])
        forwarded = [value for name, value in headers if name == b"x-forwarded-for"]
        peer = (scope.get("client") or ("",))[0]
        scope["state"] = {
            **scope.get("state", {}),
            "client_address": client_address(peer, forwarded, self._proxies),
            "header_bytes": sum(len(name) + len(value) for name, value in headers),
        }
        scope["headers"] = stripped(headers)
        scope["litestar_app"] = self.app

        # Pages answer HEAD as GET without its body; the API's services know HEAD themselves.
        if scope.get("method") == "HEAD" and not scope["path"].startswith("/api/"):
            scope["method"] = "GET"  # pyright: ignore[reportGeneralTypeIssues]
            scope["state"]["without_body"] = True

    def _is_operations(self, scope: Scope) -> bool:
        return scope["path"] in OPERATIONS and is_bare(scope)

    async def _admit(self, scope: Scope) -> Here:
        if scope.get("method") not in METHODS:
            raise Refused(405, errors.NOT_THAT_WAY)
        if (
            len(scope["query_string"]) + len(scope["path"]) > LONGEST_TARGET
            or scope["state"]["header_bytes"] > MOST_HEADER_BYTES
        ):
            raise Refused(
                431, N_("Votre demande est trop longue."), N_("Effacez les cookies de ce site, puis réessayez.")
            )
        if scope["path"] in OPERATIONS:
            raise Refused(404, errors.NO_SUCH_PAGE)
        impersonal = scope["path"].startswith(IMPERSONAL[self.entrance.name])
        address = block(self._here(scope).address)
        if not impersonal:
            self._rates.take(ADDRESS, "address", address)
        try:
            facts, host = await self._resolve(scope)
        except Refused:
            # The page that says so wants its styles.
            if impersonal:
                return self._here(scope)
            raise
        previewed = await self.entrance.previews.seen_by(scope, facts) if self.entrance.name == "public" else None
        here = Here(self.entrance, scope, previewed or facts, host=host)
        here.previewing = previewed is not None
        scope["here"] = here  # pyright: ignore[reportGeneralTypeIssues]
        if impersonal:
            return here
        self._rates.take(ORGANISATION, "organisation", facts.slug)
        if here.program_key:
            browser = hashlib.sha256(here.program_key.encode()).hexdigest()
        elif here.is_assistant:
            browser = hashlib.sha256(Headers.from_scope(scope).get("authorization", address).encode()).hexdigest()
        else:
            await self.entrance.recognise(here)
            browser = str(here.person.session_id if here.person else here.visitor_id or address)
        self._rates.take(BROWSER, "browser", browser)
        if here.method not in SAFE:
            self._rates.take(CHANGES, "changes", browser)
        here.body_limit = _room(scope)
        if announced(list(scope["headers"])) > limits.UPLOAD:
            raise TooLarge(limits.UPLOAD)
        self.entrance.must_be_open(here)
        strength.must_be_strong(here)
        return here

    def _here(self, scope: Scope) -> Here:
        return scope["here"]  # pyright: ignore[reportGeneralTypeIssues]


def _room(scope: Scope) -> int:
    """How much the body may weigh, where its route does not say more."""
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return limits.FORM_WITH_FILES if kind.startswith(b"multipart/form-data") else limits.FORM


class _Dressed:
    """Adds to an answer the headers that every answer has, and the visit's cookies; sends it smaller where it may."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._begun: Message | None = None
        """The first half of an answer whose second is waited for, to become smaller."""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._dress(message)
            if compression.is_worth_it(message):
                message["headers"] = [*message["headers"], (b"vary", b"accept-encoding")]
                self._begun = message
                return
        elif message["type"] == "http.response.body":
            if "without_body" in self._scope["state"]:
                message = {**message, "body": b""}
            if self._begun is not None:
                message = await self._whole(self._begun, message)
                self._begun = None
        await self._send(message)

    async def _whole(self, start: Message, body: Message) -> Message:
        """Sends the first half, and gives the second as it is to follow."""
        is_all = body["type"] == "http.response.body" and bool(body.get("body")) and not body.get("more_body")
        if is_all and compression.is_welcome(self._scope["headers"]):
            start, body = await compression.smaller(start, body)
        here: Here = self._scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
        if is_all and here.shown is not None:
            here.entrance.showcase.went_out(self._scope, here.shown, start, body)
        await self._send(start)
        return body

    def _dress(self, start: Message) -> None:
        assert start["type"] == "http.response.start"
        here: Here = self._scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
        own = [*start.get("headers", [])]
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
        own += [(b"set-cookie", cookie) for cookie in here.browser.set_cookies()]
        start["headers"] = own
