"""Uploading through the vault (hashed, encrypted, type checked), beside the store itself."""

import asyncio
import io
import os
import zlib
from datetime import UTC, datetime
from functools import partial
from struct import pack

import aiohttp
from figures import Measure, beside, drive
from minio import Minio

from chassis.actor import Actor, Kind
from contracts.demo import CITIZEN, PLASSANS
from kit.actors import token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring

CLIENTS = 4
FILES = 40
SIZE = 1_000_000


async def rates(suite: RunningSuite) -> list[Measure]:
    assert suite.state is not None
    keyring = Keyring(suite.state.secrets)
    owner = Actor(
        tenant=PLASSANS.id,
        kind=Kind.CITIZEN,
        subject=CITIZEN.id,
        organisation=PLASSANS.id,
        authenticated_at=datetime.now(UTC),
    )
    picture = _png(SIZE)
    headers = {
        "authorization": f"Bearer {token_for(owner, keyring, audience='documents')}",
        "content-type": "image/png",
        "upload-name": "photo.png",
    }
    base = f"http://127.0.0.1:{suite.ports.service('documents')}"
    async with aiohttp.ClientSession(base) as http:
        through = await drive([partial(_upload, http, headers, picture)] * FILES, clients=CLIENTS)
    store = Minio(
        f"127.0.0.1:{suite.ports.s3}",
        access_key="documents",
        secret_key=keyring.passwords("objects")["documents"],
        secure=False,
    )
    numbered = [partial(asyncio.to_thread, _put, store, f"bench/{number}", picture) for number in range(FILES)]
    direct = await drive(numbered, clients=CLIENTS)
    return [
        beside(
            f"upload 1 MB through the vault, {CLIENTS} at a time",
            f"{through}, {through.rate * SIZE / 1e6:.0f} MB/s",
            f"the store's own client, not encrypted: {direct.rate * SIZE / 1e6:.0f} MB/s",
            through.rate / direct.rate,
            at_least=0.5,
        )
    ]


async def _upload(http: aiohttp.ClientSession, headers: dict[str, str], body: bytes) -> None:
    async with http.post("/v1/safe/files", data=body, headers=headers) as answer:
        assert answer.status == 201, await answer.text()


def _put(store: Minio, name: str, body: bytes) -> None:
    store.put_object("documents", name, io.BytesIO(body), len(body))


def _png(size: int) -> bytes:
    """A real picture of about so many bytes: noise, so that nothing shrinks on the way."""
    side = int((size / 3) ** 0.5)
    rows = b"".join(b"\x00" + os.urandom(side * 3) for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
