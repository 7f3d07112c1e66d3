"""Between the service and its store: what networks and full disks do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from urllib.parse import urlsplit

FULL = b"<?xml version='1.0'?><Error><Code>XMinioStorageFull</Code><Message>full</Message></Error>"


class Weather(StrEnum):
    FAIR = "fair"
    STALLED = "stalled"
    """Takes everything, answers nothing."""
    FULL = "full"
    """Every PUT is answered 507 (Insufficient Storage), once its body has come."""
    CUT_SENDING = "cut while sending"
    CUT_ANSWERING = "cut while answering"
    """The answer's head comes, and some of its body."""


class Storm:
    """A TCP proxy before the store. `weather` holds for connections and requests that begin from now on."""

    def __init__(self, store: str) -> None:
        self._host, self._port = urlsplit(store).hostname, urlsplit(store).port
        self.weather, self.url = Weather.FAIR, ""
        self._passing: set[asyncio.Task[None]] = set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            # One request a connection: the weather is asked anew each time.
            await self._pass(reader, writer)
        writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((int(h[15:]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")), 0)
        if self.weather is Weather.STALLED:
            await asyncio.Event().wait()
        if self.weather is Weather.CUT_SENDING and length:
            await reader.readexactly(min(length, 4096) // 2)
            return
        body = await reader.readexactly(length)
        if self.weather is Weather.FULL and head.startswith(b"PUT"):
            told = f"HTTP/1.1 507 Insufficient Storage\r\ncontent-type: application/xml\r\ncontent-length: {len(FULL)}"
            writer.write(told.encode() + b"\r\nconnection: close\r\n\r\n" + FULL)
            await writer.drain()
            return
        from_store, to_store = await asyncio.open_connection(self._host, self._port)
        to_store.write(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1) + body)
        await to_store.drain()
        with contextlib.suppress(ConnectionError):
            if self.weather is Weather.CUT_ANSWERING:
                writer.write((await from_store.readuntil(b"\r\n\r\n")) + await from_store.read(100))
                await writer.drain()
            else:
                while piece := await from_store.read(65536):
                    writer.write(piece)
                    await writer.drain()
        to_store.close()

    async def calm(self) -> None:
        self.weather = Weather.FAIR
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)


@asynccontextmanager
async def a_storm_before(store: str) -> AsyncIterator[Storm]:
    storm = Storm(store)
    server = await asyncio.start_server(storm._serve, "127.0.0.1", 0, limit=1 << 20)
    storm.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield storm
    finally:
        server.close()
        await storm.calm()
