"""Pages are sent smaller, except where another site could learn from their length."""

import gzip

import httpx
import pytest
from doorstep.house import House

from gateway import compression


async def raw(browser: httpx.AsyncClient, path: str, **headers: str) -> tuple[httpx.Headers, bytes]:
    """The answer's bytes as they came."""
    async with browser.stream("GET", path, headers={"accept-encoding": "gzip", **headers}) as answer:
        return answer.headers, b"".join([piece async for piece in answer.aiter_raw()])


async def test_a_stranger_gets_the_same_page_in_fewer_bytes(house: House):
    stranger = house.visit(house.town())

    told, packed = await raw(stranger, "/")
    plain_told, plain = await raw(stranger, "/", **{"accept-encoding": "identity"})

    assert gzip.decompress(packed) == plain
    assert len(packed) * 2 < len(plain)
    assert (told["content-encoding"], told["content-length"]) == ("gzip", str(len(packed)))
    assert told["vary"] == plain_told["vary"] == "accept-encoding"
    assert "content-encoding" not in plain_told


@pytest.mark.parametrize(
    ("site", "is_smaller"),
    [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False), ("", False)],
)
async def test_a_page_that_another_site_asked_for_keeps_its_length(house: House, site: str, is_smaller: bool):
    town = house.town()
    person = house.visit(town, house.citizen_of(town))

    told, _ = await raw(person, "/", **({"sec-fetch-site": site} if site else {}))

    assert ("content-encoding" in told) is is_smaller


@pytest.mark.parametrize(
    ("accepted", "opens"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0", False), ("br", False)],
)
def test_what_a_browser_opens_is_what_it_says(accepted: str, opens: bool):
    assert compression.is_welcome([(b"accept-encoding", accepted.encode())]) is opens


async def test_what_streams_and_what_is_small_go_as_they_are(house: House):
    visitor = house.visit(house.town())

    streamed, _ = await raw(visitor, "/api/demarches/v1/echo")
    small, _ = await raw(visitor, "/robots.txt")

    assert "content-encoding" not in streamed
    assert "content-encoding" not in small


async def test_a_finished_asset_is_not_packed_twice(house: House):
    told, _ = await raw(house.visit(house.town()), "/assets/portal.css", **{"accept-encoding": "br, gzip"})

    assert told["content-encoding"] == "br"
