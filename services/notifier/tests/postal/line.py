"""A line to the real mailbox on which anything may happen: it is cut, it is slow, answers are lost, « later », « never »."""

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass

_RECIPIENT = re.compile(rb"RCPT TO:<([^>]+)>", re.IGNORECASE)


@dataclass
class Rule:
    """What happens to mails for one address. `refuse` are answers to RCPT, used up one by one; `keep` stops it there."""

    refuse: list[str]
    delay: float = 0.0
    lose_answer: int = 0
    hold: asyncio.Event | None = None
    keep: asyncio.Event | None = None


class UnrulyLine:
    """Passes SMTP on to `port`, line by line."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._busy: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.refuse_new = False
        self.rules: dict[str, Rule] = defaultdict(lambda: Rule([]))
        self.announced: dict[str, int] = defaultdict(int)
        self.given: dict[str, int] = defaultdict(int)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def up(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    async def forget_idle(self) -> None:
        """Lines on which no mail is under way are cut."""
        for writer in self._open - self._busy:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuse_new:
            writer.transport.abort()
            return
        self._open.add(writer)
        inner = None
        try:
            inner = await asyncio.open_connection("127.0.0.1", self._target)
            await self._converse(reader, writer, *inner)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self._open.discard(writer)
            self._busy.discard(writer)
            writer.close()
            if inner is not None:
                inner[1].close()

    async def _converse(self, reader, writer, inner_reader, inner_writer) -> None:
        writer.write(await _answer(inner_reader))
        rule = Rule([])
        while line := await reader.readline():
            if line.upper().startswith(b"MAIL"):
                self._busy.add(writer)
            if found := _RECIPIENT.match(line):
                address = found.group(1).decode()
                rule = self.rules[address]
                self.announced[address] += 1
                if rule.keep is not None:
                    await rule.keep.wait()
                if rule.refuse:
                    writer.write(f"{rule.refuse.pop(0)}\r\n".encode())
                    continue
            inner_writer.write(line)
            answer = await _answer(inner_reader)
            writer.write(answer)
            if line.upper().startswith(b"DATA") and answer.startswith(b"354"):
                inner_writer.write(await reader.readuntil(b"\r\n.\r\n"))
                await asyncio.sleep(rule.delay)
                answer = await _answer(inner_reader)
                self.given[address] += 1
                if rule.hold is not None:
                    await rule.hold.wait()
                if rule.lose_answer:
                    rule.lose_answer -= 1
                    writer.transport.abort()
                    return
                writer.write(answer)
                self._busy.discard(writer)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """A whole answer, all its lines."""
    said = b""
    while True:
        line = await reader.readline()
        said += line
        if not line or line[3:4] != b"-":
            return said
