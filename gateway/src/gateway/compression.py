"""Answers are sent smaller to who can open them, except where somebody else could learn from their size.

A page that holds a secret beside words chosen by an attacker tells, by its compressed length, how far the words resemble the
secret (BREACH). Whoever makes a browser ask for such a page does it from another site, and the browser says so
(Sec-Fetch-Site): those answers keep their length, as do all where it does not say.
"""

import asyncio
import zlib
from collections.abc import Iterable

from litestar.types import Message

Headers = Iterable[tuple[bytes, bytes]]
LEAST = 1_000
"""Bytes below which a packet is a packet."""
LARGE = 300_000
"""Bytes above which compressing would make the others wait."""
LEVEL = 6
GZIP = 16 + zlib.MAX_WBITS
OWN = frozenset({b"same-origin", b"none"})
TYPES = (
    b"text/",
    b"application/json",
    b"application/problem+json",
    b"application/manifest+json",
    b"application/atom+xml",
    b"image/svg+xml",
)


def is_welcome(headers: Headers) -> bool:
    """Whether the browser opens gzip, and nobody made it ask for something of its own."""
    opens = brings = False
    site = b""
    for name, value in headers:
        if name == b"accept-encoding":
            opens = opens or any(_is_gzip(one) for one in value.split(b","))
        elif name in (b"cookie", b"authorization"):
            brings = True
        elif name == b"sec-fetch-site":
            site = value
    return opens and (not brings or site in OWN)


def is_worth_it(start: Message) -> bool:
    """A text whose whole length is known; what streams goes as it comes."""
    assert start["type"] == "http.response.start"
    told = dict(start["headers"])
    length = told.get(b"content-length", b"")
    return (
        start["status"] != 206
        and length.isdigit()
        and int(length) >= LEAST
        and b"content-encoding" not in told
        and told.get(b"content-type", b"").startswith(TYPES)
    )


async def smaller(start: Message, body: Message) -> tuple[Message, Message]:
    """The same answer, in gzip."""
    assert start["type"] == "http.response.start"
    assert body["type"] == "http.response.body"
    content = body["body"]
    packed = await asyncio.to_thread(_packed, content) if len(content) > LARGE else _packed(content)
    kept = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    headers = [*kept, (b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(packed))]
    return {**start, "headers": headers}, {**body, "body": packed}


def _packed(content: bytes) -> bytes:
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    return press.compress(content) + press.flush()


def _is_gzip(accepted: bytes) -> bool:
    coding, _, weight = accepted.strip().partition(b";")
    return coding.strip().lower() in (b"gzip", b"*") and weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00")
