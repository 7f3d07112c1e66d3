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
LARGEST_RESULT = LARGEST_ATTACHMENT + 3 * LARGEST_FILE
"""A picture drawn anew may weigh more than the one received, but not without end."""
COMMAND = (sys.executable, "-I", "-m", "documents.checks")


class ChecksFailed(Exception):
    """The checks could not be run; they may later."""


async def check(content: AsyncIterator[bytes], into: SealedSpool) -> Verdict:
    """Feed the content to the checks; what they made of it goes sealed into `into`. Plaintext passes through pipes
    only. A process that dies of its limits found the file too much, which is a verdict; raises `ChecksFailed` where
    it never got to judge."""
    # An environment of its own: addresses and paths of ours are nothing to a process that opens hostile files.
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        limit=SEGMENT,
    )
    try:
        async with asyncio.timeout(WITHIN):
            return await _spoken(process, content, into)
    except TimeoutError as error:
        raise ChecksFailed("the checks took too long") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _spoken(process: asyncio.subprocess.Process, content: AsyncIterator[bytes], into: SealedSpool) -> Verdict:
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        async for segment in content:
            process.stdin.write(segment)
            await process.stdin.drain()
        process.stdin.close()
    line = await process.stdout.readline()
    if not line:
        return _died(await process.wait())
    verdict = msgspec.json.decode(line, type=Verdict)
    while chunk := await process.stdout.read(SEGMENT):
        await into.write(chunk)
        if into.size > LARGEST_RESULT:
            return Verdict(Outcome.UNSCANNABLE, TOO_LONG)
    if await process.wait() != 0:
        return Verdict(Outcome.UNSCANNABLE, TOO_LONG)
    await into.finish()
    return verdict


def _died(status: int) -> Verdict:
    """Killed by a signal: its limits, or the file itself, were too much. Any other end is ours to explain."""
    if status < 0:
        return Verdict(Outcome.UNSCANNABLE, TOO_LONG)
    raise ChecksFailed(f"the checks ended with {status}")
