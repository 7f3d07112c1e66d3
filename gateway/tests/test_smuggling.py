"""Requests written to be read differently by two servers (RELIABILITY.md, B23)."""

import pytest
from doorstep.house import House
from doorstep.raw import said_raw

ODD = {
    "two lengths": "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "a length and chunks": "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a coding in disguise": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a folded header": "X-CSRF-Token: a\r\n b\r\n\r\n",
    "a space before the colon": "Content-Length : 3\r\n\r\nabc",
    "a negative length": "Content-Length: -1\r\n\r\n",
    "a signed length": "Content-Length: +3\r\n\r\nabc",
    "a bad chunk": "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
}


@pytest.mark.parametrize("rest", ODD.values(), ids=ODD.keys())
async def test_what_can_be_read_in_two_ways_is_not_read_at_all(house: House, rest: str):
    host = f"{house.town()['slug']}.localhost:8000"
    hidden = f"GET /smuggled HTTP/1.1\r\nHost: {host}\r\n\r\n"

    answer = await said_raw(house.public, f"POST /api/demarches/v1/sink HTTP/1.1\r\nHost: {host}\r\n{rest}{hidden}")

    assert answer.count(b"HTTP/1.1 ") <= 1
    assert answer.split()[1] in (b"400", b"403", b"501"), answer[:200]
    assert house.demarches.heard == []


async def test_a_header_of_a_megabyte_is_431(house: House):
    host = f"{house.town()['slug']}.localhost:8000"

    answer = await said_raw(
        house.public, f"GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {'a' * 1_000_000}\r\nConnection: close\r\n\r\n"
    )

    assert answer.split()[1] == b"431"
