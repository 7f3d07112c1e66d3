"""Félicité before the page of supervision, and a citizen before theirs, while a part fails: what they read, and after how long."""

import asyncio
import re
import time
import zlib
from collections.abc import Callable
from html import unescape
from struct import pack
from typing import Any

import httpx

from contracts.demo import PASSWORD, DemoAccount
from kit.suite import RunningSuite
from suite.cli.identity.pages import TOKEN, Page

BADGE = re.compile(r"badge tone-(\w+)")


class Reader:
    """A browser without script at one of the entrances."""

    def __init__(self, address: str, port: int) -> None:
        origin = address.rstrip("/")
        headers = {"host": origin.removeprefix("http://"), "origin": origin, "sec-fetch-site": "same-origin"}
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers | {"accept-language": "fr"}, timeout=60
        )

    async def sign_in(self, account: DemoAccount) -> None:
        form = Page((await self.http.get("/connexion")).text).form_with("password")
        assert form is not None, "no page to sign in"
        told = {"identifier": account.identifier, "password": PASSWORD, "organisation": account.organisation.name}
        answer = await self.http.post(form.action, data={**form.fields, **told})
        assert answer.status_code == 303, Page(answer.text).errors
        home = Page((await self.http.get("/deconnexion")).text).form_with(TOKEN)
        assert home is not None
        self.http.headers["x-csrf-token"] = home.fields[TOKEN]

    async def read(self, path: str, **options: Any) -> httpx.Response:
        return await self.http.get(path, **options)


async def felicite_of(suite: RunningSuite, account: DemoAccount) -> Reader:
    reader = Reader(suite.console(""), suite.ports.internal)
    await reader.sign_in(account)
    return reader


async def citizen_of(suite: RunningSuite, account: DemoAccount) -> Reader:
    reader = Reader(suite.portal("", organisation=account.organisation.slug), suite.ports.public)
    await reader.sign_in(account)
    return reader


async def tile(reader: Reader, words: str) -> str:
    """The colour of a tile (« done », « problem », « neutral »); empty while the page does not come."""
    try:
        page = await reader.read("/exploitation/")
    except httpx.TransportError:
        return ""
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*?{re.escape(words)}.*?</tr>", unescape(page.text), re.DOTALL)
    found = BADGE.search(row[0]) if page.status_code == 200 and row else None
    return found[1] if found else ""


async def seconds_until(state: Callable[[], Any], *, within: float) -> float:
    """How long until it is so, looked at twice a second."""
    began = time.monotonic()
    while not await state():
        assert time.monotonic() - began < within, "it did not come"
        await asyncio.sleep(0.5)
    return time.monotonic() - began


def a_picture() -> bytes:
    """The smallest PNG that is one: grey, 8 by 8."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\x00" + bytes([128] * 8) for _ in range(8)))
    header = pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
