"""How a process leaves: it says so first, then closes what is idle, then ends what it had begun."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterable
from types import FrameType

import uvicorn
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chassis.observe import AtOnce

READY = "/health/ready"
LEAVING = b'{"status":"leaving"}'


class Drain:
    """Whether this process is about to leave. `first` is called when it begins: what would otherwise last ends there."""

    def __init__(self, first: Iterable[Callable[[], None]] = ()) -> None:
        self.is_begun = False
        self._first = tuple(first)

    def begin(self) -> None:
        if not self.is_begun:
            self.is_begun = True
            for each in self._first:
                each()

    def around(self, app: ASGIApp) -> ASGIApp:
        """While leaving: not ready, and every answer is the last of its connection."""

        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not self.is_begun:
                await app(scope, receive, self._closing(send))
            elif scope["path"] == READY:
                headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
                await send({"type": "http.response.start", "status": 503, "headers": headers})  # pyright: ignore
                await send({"type": "http.response.body", "body": LEAVING, "more_body": False})
            else:
                await app(scope, receive, self._closing(send))

        return wrapped

    def unless_leaving(self, at_once: AtOnce | None) -> AtOnce | None:
        """Nothing is known beforehand by a process that leaves: its answers close their connections."""
        return at_once and (lambda scope: None if self.is_begun else at_once(scope))

    def _closing(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            # Asked when it answers: it may have begun to leave in between.
            if self.is_begun and message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        return answer


class Server(uvicorn.Server):
    """Goes on serving for `notice` seconds after it was told to end, so that whoever sends it requests can look elsewhere.
    A second signal, or an interrupt, ends it at once."""

    def __init__(self, config: uvicorn.Config, drain: Drain, *, notice: float) -> None:
        super().__init__(config)
        self._drain, self._notice = drain, notice
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        late = self._drain.is_begun or sig != signal.SIGTERM or self._loop is None or not self.started
        if late or not self._notice:
            self._drain.begin()
            super().handle_exit(sig, frame)
            return
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._leave, sig, frame)

    def _leave(self, sig: int, frame: FrameType | None) -> None:
        assert self._loop is not None
        self._drain.begin()
        self._loop.call_later(self._notice, super().handle_exit, sig, frame)
