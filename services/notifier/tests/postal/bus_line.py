"""A line to the real bus on which a word can be kept back, with all that follows it: who said it never learns what became of it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class BusLine:
    """Passes everything on to `target`, both ways, until a piece holds the word in `keeps`; then `kept` is set."""

    def __init__(self, target: str) -> None:
        self._target = int(target.rpartition(":")[2])
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.keeps: bytes | None = None
        self.kept = asyncio.Event()
        self.url = ""

    async def up(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"nats://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def down(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    @contextmanager
    def keeping(self, word: bytes) -> Iterator[None]:
        self.keeps, self.kept = word, asyncio.Event()
        try:
            yield
        finally:
            self.keeps = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._target)
        both = {writer, inner_writer}
        self._open |= both
        ways = [
            asyncio.create_task(self._pass(reader, inner_writer)),
            asyncio.create_task(self._pass(inner_reader, writer)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in both:
            end.transport.abort()
        self._open -= both

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_kept = False
        while piece := await reader.read(65536):
            if self.keeps is not None and self.keeps in piece:
                is_kept = True
                self.kept.set()
            # Read on, and drop it: so the end of the killed process is noticed.
            if not is_kept:
                writer.write(piece)
