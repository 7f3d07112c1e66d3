"""Public pages as they were last made: shown again, for a few seconds, to visitors whom nothing sets apart."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from litestar import Response
from litestar.types import Message, Scope

from gateway import compression
from gateway.organisations import Facts

if TYPE_CHECKING:
    from gateway.here import Here

# Opening hours are told to the minute, and a block left out because its service was down must come back soon.
FRESH = 5.0
# While one visitor has it made anew, the others see the last one: they would all wait for the same work.
WHILE_REMADE = 1.0
MOST = 1_000
Key = tuple[UUID, str, str, str]


class Shown(NamedTuple):
    facts: Facts
    text: str
    until: float
    epoch: int


class Ready(NamedTuple):
    """An answer as it goes out, to the last header."""

    organisation: str
    route: str
    start: Message
    body: Message
    until: float
    being_remade: bool = False


# What a request may say without asking for anything else than the page as strangers see it.
PLAIN = frozenset(
    {
        *(b"host", b"connection", b"keep-alive", b"user-agent", b"referer", b"dnt", b"priority", b"te", b"sec-gpc"),
        *(b"accept", b"accept-encoding", b"accept-language", b"cache-control", b"pragma", b"upgrade-insecure-requests"),
        *(b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"forwarded", b"via"),
        *(b"traceparent", b"tracestate"),
    }
)


class Window:
    """The finished answers of the showcase, given before anything else is asked: to requests that bring nothing that
    could change them, by the name of the host as it was sent."""

    def __init__(self) -> None:
        self._ready: OrderedDict[tuple[bytes, str, bool], Ready] = OrderedDict()

    def find(self, scope: Scope) -> Ready | None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
            return None
        host = b""
        for name, value in scope["headers"]:
            if name == b"host":
                if host:
                    return None
                host = value
            elif name not in PLAIN and not name.startswith(b"sec-"):
                return None
        key = host, scope["path"], compression.is_welcome(scope["headers"])
        ready = self._ready.get(key)
        if ready is None:
            return None
        now = time.monotonic()
        if ready.until > now:
            return ready
        if not ready.being_remade and ready.until + WHILE_REMADE > now:
            self._ready[key] = ready._replace(until=now + WHILE_REMADE, being_remade=True)
        return None

    def keep(self, scope: Scope, ready: Ready) -> None:
        host = next(value for name, value in scope["headers"] if name == b"host")
        key = host, scope["path"], compression.is_welcome(scope["headers"])
        self._ready[key] = ready
        self._ready.move_to_end(key)
        if len(self._ready) > MOST:
            self._ready.popitem(last=False)

    def clear(self) -> None:
        self._ready.clear()


class Showcase:
    """A page is kept only if making it wrote no cookie and no form token; it is shown only to who brings nothing: no
    session, no draft, no message to read. Forgotten by event, like what it is made of."""

    def __init__(self) -> None:
        self._shown: OrderedDict[Key, Shown] = OrderedDict()
        self._making: dict[Key, asyncio.Event] = {}
        self._epoch = 0
        self.window = Window()

    async def page(self, here: "Here", make: Callable[["Here"], Awaitable[Response[Any]]]) -> Response[Any]:
        if not _is_nobody(here):
            return await make(here)
        key = (here.organisation.id, here.host, here.locale, here.path)
        if (making := self._making.get(key)) is not None:
            await making.wait()
        # The facts themselves are forgotten by event and asked again: other facts, another page.
        shown = self._shown.get(key)
        if shown is not None and shown.until > time.monotonic() and shown.facts == here.organisation:
            here.shown = shown
            return Response(shown.text, media_type="text/html")
        made = self._making[key] = asyncio.Event()
        try:
            return await self._made(key, here, make)
        finally:
            made.set()
            if self._making.get(key) is made:
                del self._making[key]

    async def _made(self, key: Key, here: "Here", make: Callable[["Here"], Awaitable[Response[Any]]]) -> Response[Any]:
        epoch = self._epoch
        response = await make(here)
        if response.status_code in (None, 200) and epoch == self._epoch and not here.browser.set_cookies():
            here.shown = self._shown[key] = Shown(
                here.organisation, response.content, time.monotonic() + FRESH, self._epoch
            )
            self._shown.move_to_end(key)
            if len(self._shown) > MOST:
                self._shown.popitem(last=False)
        return response

    def went_out(self, scope: Scope, shown: Shown, start: Message, body: Message) -> None:
        """The page as it was dressed, unless what it shows was forgotten on its way."""
        if shown.epoch != self._epoch or scope["path"] != scope.get("raw_path", b"").decode("latin-1"):
            return
        assert start["type"] == "http.response.start"
        headers = [(name, value) for name, value in start["headers"] if name != b"x-request-id"]
        ready = Ready(shown.facts.slug, scope["path_template"], {**start, "headers": headers}, body, shown.until)
        self.window.keep(scope, ready)

    async def forget(self, _: bytes = b"") -> None:
        self._epoch += 1
        self._shown.clear()
        self.window.clear()


def _is_nobody(here: "Here") -> bool:
    browser = here.browser
    return (
        here.method == "GET"
        and "?" not in here.path
        and here.person is None
        and not here.person_unknown
        and not browser.brings_session
        and browser.visitor is None
        and not browser.kept_flashes
    )
