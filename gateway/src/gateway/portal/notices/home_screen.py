"""The portal on a telephone's home screen: its name, its icon, how to put it there. An iPhone tells news of no other site."""

import math
import struct
import zlib
from functools import lru_cache
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages.theme import DEFAULT_ACCENT, NotAColour, palette
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

SIZES = (180, 192, 512)
FOR_A_DAY = "max-age=86400"
HELP = "/mes-notifications/ecran-d-accueil"
# A town hall in a square of 100, well inside of what a telephone may round off: steps, columns, entablature.
_BOXES = ((24, 70, 76, 76), (28, 64, 72, 69), (28, 42, 72, 46), (31, 47, 37, 63), (47, 47, 53, 63), (63, 47, 69, 63))
_TOP, _FOOT, _HALF = 24, 41, 24


@get("/manifest.webmanifest", include_in_schema=False)
async def manifest(here: NamedDependency[Here]) -> Response[Any]:
    facts = here.organisation
    told = {
        "id": "/",
        "name": facts.title or facts.name,
        "short_name": facts.name,
        "lang": here.locale,
        "start_url": "/mon-espace",
        "scope": "/",
        "display": "standalone",
        "theme_color": accent(facts.colour),
        "background_color": "#ffffff",
        "icons": [
            {"src": f"/icones/{size}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in SIZES[1:]
            for purpose in ("any", "maskable")
        ],
    }
    return Response(told, media_type="application/manifest+json", headers={"cache-control": FOR_A_DAY})


@get("/icones/{size:int}", include_in_schema=False)
async def icon(here: NamedDependency[Here], size: FromPath[int]) -> Response[bytes]:
    if size not in SIZES:
        raise Refused(404, N_("Cette page n’existe pas."))
    drawn = picture(accent(here.organisation.colour), size)
    return Response(drawn, media_type="image/png", headers={"cache-control": FOR_A_DAY})


@get(HELP, include_in_schema=False)
async def explain(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("notices/home_screen.html")


def accent(colour: str) -> str:
    """As the pages show it: one that nobody could read on is corrected."""
    try:
        return palette(colour or DEFAULT_ACCENT, dark=False).accent
    except NotAColour:
        return palette(DEFAULT_ACCENT, dark=False).accent


@lru_cache(maxsize=200)
def picture(colour: str, size: int) -> bytes:
    """A PNG of two colours (palette of one bit), drawn row by row."""
    rows = b"".join(b"\0" + _row(y, size) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 1, 3, 0, 0, 0)
    colours = bytes.fromhex(colour.removeprefix("#")) + b"\xff\xff\xff"
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _row(y: int, size: int) -> bytes:
    """Stroke by stroke: point by point, the largest would keep other visitors waiting for a second."""
    wide = -(-size // 8) * 8
    bits = 0
    for left, right in _strokes(y * 100 / size):
        first, last = math.ceil(left * size / 100), math.floor(right * size / 100)
        bits |= ((1 << (last - first + 1)) - 1) << (wide - 1 - last)
    return bits.to_bytes(wide // 8)


def _strokes(y: float) -> list[tuple[float, float]]:
    """From where to where there is something at this height."""
    if _TOP <= y <= _FOOT:
        half = (y - _TOP) / (_FOOT - _TOP) * _HALF
        return [(50 - half, 50 + half)]
    return [(left, right) for left, top, right, foot in _BOXES if top <= y <= foot]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


ROUTES = [manifest, icon, explain]
