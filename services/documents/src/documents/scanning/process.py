"""Runs the checks in a process of their own, one per file."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import msgspec

from documents.checks.verdict import TOO_LONG, Outcome, Verdict
from documents.domain.media import LARGEST_ATTACHMENT, LARGEST_FILE
from documents.domain.sealing import SEGMENT
from documents.scanning.hatchery import ChecksFailed, Child, Hatchery
from documents.storage.sealed import SealedSpool

WITHIN = 60.0
LOOKED_AT_WITHIN = 6.0
"""While somebody waits before their screen: well below the 10 s that the gateway waits, so that our own words are read."""
TRIAL = (sys.executable, "-I", "-m", "documents.checks.trial")
TRIED_WITHIN = 6.0
LARGEST_RESULT = LARGEST_ATTACHMENT + 3 * LARGEST_FILE
"""A picture drawn anew may weigh more than the one received, but not without end."""
LARGEST_PAGE = 8_000_000


class Checks:
    """What can be had of a file. Plaintext passes through sockets only. A process that dies of its limits found the file
    too much, which is a verdict; `ChecksFailed` is raised where it never got to judge."""

    def __init__(self, hatchery: Hatchery) -> None:
        self.hatchery = hatchery
        self._warming: asyncio.Task[None] | None = None

    def soon(self) -> None:
        """Something will be asked: have it not wait for the libraries to be read."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self.hatchery.warm())

    async def check(
        self, content: AsyncIterator[bytes], into: SealedSpool, media_type: str = ""
    ) -> tuple[Verdict, bytes]:
        """The verdict on the content, and a small picture of it; the cleaned version goes sealed into `into`."""
        return await self._run(("check", media_type), content, into, within=WITHIN)

    async def draw_page(self, content: AsyncIterator[bytes], number: int, width: int) -> tuple[Verdict, bytes]:
        """A page, counted from 0, as JPEG."""
        return await self._run(("page", str(number), str(width)), content, None, within=LOOKED_AT_WITHIN)

    async def stamp(self, content: AsyncIterator[bytes], words: str, into: SealedSpool) -> Verdict:
        """A copy with the words drawn into it."""
        return (await self._run(("stamp", words), content, into, within=LOOKED_AT_WITHIN))[0]

    async def try_one(self) -> None:
        """Raises `ChecksFailed` where no check could be begun now. Without the libraries, which would cost as much as a file."""
        silent = asyncio.subprocess.DEVNULL
        trial = await asyncio.create_subprocess_exec(
            *TRIAL, stdin=silent, stdout=silent, stderr=silent, env={"LANG": "C.UTF-8"}, cwd="/"
        )
        try:
            code = await asyncio.wait_for(trial.wait(), TRIED_WITHIN)
        except TimeoutError as error:
            raise ChecksFailed("no check could be begun") from error
        finally:
            if trial.returncode is None:
                trial.kill()
                _ = await trial.wait()
        if code:
            raise ChecksFailed(f"a trial ended with {code}")

    async def _run(
        self, work: tuple[str, ...], content: AsyncIterator[bytes], into: SealedSpool | None, *, within: float
    ) -> tuple[Verdict, bytes]:
        try:
            async with asyncio.timeout(within), self.hatchery.child(work) as child:
                return await _spoken(child, content, into)
        except TimeoutError as error:
            raise ChecksFailed("the checks took too long") from error


async def _spoken(child: Child, content: AsyncIterator[bytes], into: SealedSpool | None) -> tuple[Verdict, bytes]:
    with contextlib.suppress(ConnectionError):
        async for segment in content:
            child.writer.write(segment)
            await child.writer.drain()
        child.writer.write_eof()
    try:
        line = await child.reader.readline()
        if not line:
            return _died(await child.ended()), b""
        verdict = msgspec.json.decode(line, type=Verdict)
        if into is None:
            return await _picture(child, verdict)
        small = await child.reader.readexactly(verdict.thumbnail) if verdict.thumbnail else b""
        while chunk := await child.reader.read(SEGMENT):
            await into.write(chunk)
            if into.size > LARGEST_RESULT:
                return _too_much(), b""
    except (ConnectionError, asyncio.IncompleteReadError):
        # It left before it had read or said everything.
        return _died(await child.ended()), b""
    if await child.ended() != 0:
        return _too_much(), b""
    await into.finish()
    return verdict, small


async def _picture(child: Child, verdict: Verdict) -> tuple[Verdict, bytes]:
    picture = bytearray()
    while chunk := await child.reader.read(SEGMENT):
        picture += chunk
        if len(picture) > LARGEST_PAGE:
            return _too_much(), b""
    return (verdict, bytes(picture)) if await child.ended() == 0 else (_too_much(), b"")


def _too_much() -> Verdict:
    return Verdict(Outcome.UNSCANNABLE, TOO_LONG)


def _died(status: int) -> Verdict:
    """Killed by a signal: its limits, or the file itself, were too much. Any other end is ours to explain."""
    if status < 0:
        return _too_much()
    raise ChecksFailed(f"the checks ended with {status}")
