"""Answers that last: a long archive arrives whole, and a service that falls silent in the middle is given up on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from doorstep.serving import served
from litestar import Litestar, get
from litestar.response import Stream

from gateway import api
from gateway.api import Api, ServiceDown, Upstream

PIECES = 8


@get("/v1/archive")
async def archive() -> Stream:
    """Slower in all than any answer may be."""

    async def flow() -> AsyncIterator[bytes]:
        for _ in range(PIECES):
            await asyncio.sleep(0.1)
            yield b"x" * 1000

    return Stream(flow())


@get("/v1/silent")
async def silent() -> Stream:
    async def flow() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    return Stream(flow())


@pytest_asyncio.fixture(loop_scope="session")
async def documents(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    # What any other answer has, made short: the stream below lasts longer however fast the machine is.
    monkeypatch.setattr(api, "ANSWER_WITHIN", 0.2)
    async with served(Litestar([archive, silent], openapi_config=None)) as address:
        upstream = Upstream({"documents": address})
        await upstream.open()
        yield Api(upstream, "documents", lambda: "")
        await upstream.close()


async def read(stream: Any) -> int:
    async with stream as answer:
        return sum([len(piece) async for piece in answer.content.iter_any()])


@pytest.mark.requirement("GW-04")
async def test_a_stream_may_last_longer_than_an_answer(documents: Api):
    assert await read(documents.stream("GET", "/v1/archive")) == PIECES * 1000
    with pytest.raises(ServiceDown):
        await documents.get("/v1/archive")


@pytest.mark.requirement("GW-04")
async def test_a_stream_that_falls_silent_is_given_up(documents: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(api, "STREAMED", aiohttp.ClientTimeout(total=None, sock_read=0.2))

    with pytest.raises(ServiceDown):
        await read(documents.stream("GET", "/v1/silent"))
