"""Connections that stall: given up on, and nobody else waits for them (RELIABILITY.md, B23, D-18)."""

import asyncio
from urllib.parse import urlsplit

import pytest
from doorstep.house import House

from gateway import limits


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_SILENCE", 0.5)


@pytest.mark.usefixtures("impatient")
async def test_a_body_that_stops_coming_is_408(house: House):
    agents = house.visit_agents()
    head = (
        f"POST /connexion HTTP/1.1\r\nHost: {agents.host}\r\nOrigin: {agents.origin}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncsrf_token=x"
    )

    answer = await first_of(house.internal, head)

    assert answer.startswith(b"HTTP/1.1 408")


@pytest.mark.usefixtures("impatient")
async def test_stalled_bodies_do_not_slow_the_others(house: House):
    town = house.town()
    visitor = house.visit(town)
    await visitor.get("/mentions-legales")
    head = f"POST /x HTTP/1.1\r\nHost: {visitor.host}\r\nContent-Length: 1000\r\n\r\n"
    stalled = [asyncio.create_task(first_of(house.public, head)) for _ in range(100)]
    await asyncio.sleep(0.1)

    page = await visitor.get("/mentions-legales")

    assert page.status_code == 200
    await asyncio.gather(*stalled)


@pytest.mark.parametrize("rate", [(0, 31), (limits.SLOWEST * 40, 41)])
async def test_a_body_is_given_up_when_it_crawls(rate: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    received, lasted = rate
    now = [100.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    pieces = [b"x", b"x" * received]

    async def receive():
        now[0] += 0 if len(pieces) == 2 else lasted
        return {"type": "http.request", "body": pieces.pop(0), "more_body": True}

    class Here:
        body_limit, file_limit = limits.FORM, 0

    body = limits.Received(Here(), receive)  # pyright: ignore[reportArgumentType]
    await body()

    with pytest.raises(limits.TooSlow):
        await body()


async def first_of(address: str, request: str) -> bytes:
    """What comes back first, the connection kept open on this side."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request.encode())
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(65_536), 60)
    writer.close()
    return answer
