"""Runs the checks in a process of their own, one per file."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import msgspec

from documents.checks.verdict import TOO_LONG, Outcome, Verdict
from documents.domain.media import LARGEST_ATTACHMENT, LARGEST_FILE
from documents.domain.sealing import SEGMENT
from documents.storage.sealed import SealedSpool

WITHIN = 60.0
LOOKED_AT_WITHIN = 9.0
"""While somebody waits before their screen: less than what the gateway waits for, so that our own words are read."""
LARGEST_RESULT = LARGEST_ATTACHMENT + 3 * LARGEST_FILE
"""A picture drawn anew may weigh more than the one received, but not without end."""
LARGEST_PAGE = 8_000_000
COMMAND = (sys.executable, "-I", "-m", "documents.checks")


class ChecksFailed(Exception):
    """The checks could not be run; they may later."""


async def check(content: AsyncIterator[bytes], into: SealedSpool, media_type: str = "") -> tuple[Verdict, bytes]:
    """The verdict on the content, and a small picture of it; the cleaned version goes sealed into `into`."""
    return await _run(("check", media_type), content, into, within=WITHIN)


async def draw_page(content: AsyncIterator[bytes], number: int, width: int) -> tuple[Verdict, bytes]:
    """A page, counted from 0, as JPEG."""
    return await _run(("page", str(number), str(width)), content, None, within=LOOKED_AT_WITHIN)


async def stamp(content: AsyncIterator[bytes], words: str, into: SealedSpool) -> Verdict:
    """A copy with the words drawn into it."""
    return (await _run(("stamp", words), content, into, within=LOOKED_AT_WITHIN))[0]


async def _run(
    work: tuple[str, ...], content: AsyncIterator[bytes], into: SealedSpool | None, *, within: float
) -> tuple[Verdict, bytes]:
    """Feed the content to the checks. Plaintext passes through pipes only. A process that dies of its limits found the
    file too much, which is a verdict; raises `ChecksFailed` where it never got to judge."""
    # An environment of its own: addresses and paths of ours are nothing to a process that opens hostile files.
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *work,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        limit=SEGMENT,
    )
    try:
        async with asyncio.timeout(within):
            return await _spoken(process, content, into)
    except TimeoutError as error:
        raise ChecksFailed("the checks took too long") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _spoken(
    process: asyncio.subprocess.Process, content: AsyncIterator[bytes], into: SealedSpool | None
) -> tuple[Verdict, bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        async for segment in content:
            process.stdin.write(segment)
            await process.stdin.drain()
        process.stdin.close()
    line = await process.stdout.readline()
    if not line:
        return _died(await process.wait()), b""
    verdict = msgspec.json.decode(line, type=Verdict)
    if into is None:
        picture = b""
        while chunk := await process.stdout.read(SEGMENT):
            picture += chunk
            if len(picture) > LARGEST_PAGE:
                return _too_much(), b""
        return (verdict, picture) if await process.wait() == 0 else (_too_much(), b"")
    small = await process.stdout.readexactly(verdict.thumbnail) if verdict.thumbnail else b""
    while chunk := await process.stdout.read(SEGMENT):
        await into.write(chunk)
        if into.size > LARGEST_RESULT:
            return _too_much(), b""
    if await process.wait() != 0:
        return _too_much(), b""
    await into.finish()
    return verdict, small


def _too_much() -> Verdict:
    return Verdict(Outcome.UNSCANNABLE, TOO_LONG)


def _died(status: int) -> Verdict:
    """Killed by a signal: its limits, or the file itself, were too much. Any other end is ours to explain."""
    if status < 0:
        return _too_much()
    raise ChecksFailed(f"the checks ended with {status}")
