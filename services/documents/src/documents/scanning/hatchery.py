"""The process that checks are forked from, started when first wanted and ended when nobody wants anything for a while."""

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from documents.domain.sealing import SEGMENT

COMMAND = (sys.executable, "-I", "-m", "documents.checks")
IDLE = 60.0
"""It weighs as much as a small service: kept through a visit, not through the night."""
BORN, STATUS = 1, 4


class ChecksFailed(Exception):
    """The checks could not be run; they may later."""


class Child:
    """One check's own process: the file goes in by `writer`, what was made of it comes by `reader`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, leash: asyncio.StreamReader) -> None:
        self.reader, self.writer, self._leash = reader, writer, leash

    async def ended(self) -> int:
        """How: negative for the signal that killed it. Raises `ChecksFailed` where nobody can say."""
        try:
            return int.from_bytes(await self._leash.readexactly(STATUS), signed=True)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ChecksFailed("the checks went away") from error


class Hatchery:
    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._door: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()
        self._working = 0
        self._end: asyncio.TimerHandle | None = None

    async def warm(self) -> None:
        """Somebody will soon want something."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None or self._door is None:
                self.close()
                await self._start()
        self._end_later()

    @asynccontextmanager
    async def child(self, work: tuple[str, ...]) -> AsyncIterator[Child]:
        """Killed at the end of the block, whatever it was doing. Raises `ChecksFailed` where none comes into being."""
        self._working += 1
        try:
            async with self._asked(work) as child:
                yield child
        finally:
            self._working -= 1
            self._end_later()

    def close(self) -> None:
        """End it, and what it works at."""
        if self._door is not None:
            self._door.close()
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        self._door = self._process = None

    @asynccontextmanager
    async def _asked(self, work: tuple[str, ...]) -> AsyncIterator[Child]:
        await self.warm()
        wire, theirs = socket.socketpair()
        leash, their_leash = socket.socketpair()
        with theirs, their_leash:
            try:
                assert self._door is not None
                socket.send_fds(self._door, [json.dumps(work).encode()], [theirs.fileno(), their_leash.fileno()])
            except OSError as error:
                wire.close()
                leash.close()
                self.close()
                raise ChecksFailed("the checks take no order") from error
        reader, writer = await asyncio.open_unix_connection(sock=wire, limit=SEGMENT)
        told, held = await asyncio.open_unix_connection(sock=leash)
        born = False
        try:
            try:
                _ = await told.readexactly(BORN)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise ChecksFailed("no check could be begun") from error
            born = True
            yield Child(reader, writer, told)
        finally:
            writer.close()
            held.close()
            if not born:
                # It neither works nor dies: the next order is for another.
                self.close()

    async def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            # An environment of its own: addresses and paths of ours are nothing to those that open hostile files.
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=theirs.fileno(),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},
                cwd="/",
            )
        self._door = ours

    def _end_later(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = asyncio.get_running_loop().call_later(IDLE, self._end_if_idle)

    def _end_if_idle(self) -> None:
        if self._working == 0:
            self.close()
