"""Uploading through the vault (hashed, encrypted, type checked), beside the store itself."""

import asyncio
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from struct import pack
from uuid import uuid4

import aiohttp
import psutil
from figures import Measure, beside, by_turns, drive
from minio import Minio

from chassis.actor import Actor, Kind
from contracts.demo import CITIZEN, PLASSANS
from kit.actors import token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring

CLIENTS, CROWD = 4, 16
"""Rarely busy, and as many as keep every part of the way busy (decision 50)."""
FILES = 15
"""As many as a space takes before they are put into pieces."""
OWNERS = 8
SIZE = 1_000_000
LARGE = 19_900_000
CHUNK = 4 << 20


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
    owners = [replace(owner, subject=uuid4()) for _ in range(OWNERS)]
    another = replace(owner, subject=uuid4())
    picture = _png(SIZE)
    told = [
        {
            **_bearer(one, keyring),
            "content-type": "image/png",
            "upload-name": "photo.png",
        }
        for one in [*owners, owner]
    ]
    base = f"http://127.0.0.1:{suite.ports.service('documents')}"
    store = raw_store(suite)
    async with aiohttp.ClientSession(base) as http, aiohttp.ClientSession() as raw:
        checked = await drive([partial(_upload, http, told[-1], picture)] * FILES, clients=CLIENTS)
        with checks_resting(suite):
            # By turns, as different people send: one person's own files wait for one another.
            ours = [partial(_upload, http, headers, picture) for _ in range(FILES) for headers in told[:-1]]
            theirs = [partial(put, raw, store, f"bench/{number}", picture) for number in range(len(ours))]
            through, direct = await by_turns(ours, theirs, clients=CLIENTS, rounds=6)
            fresh = [{**headers, **_bearer(replace(owner, subject=uuid4()), keyring)} for headers in told[:-1]]
            ours = [partial(_upload, http, headers, picture) for _ in range(FILES) for headers in fresh]
            crowded, crowd = await by_turns(ours, theirs, clients=CROWD, rounds=6)
        resumed = await _resumed(base, token_for(another, keyring, audience="documents"), raw, store)
    reference = f"signed PUT straight to the store, not encrypted: {direct.rate * SIZE / 1e6:.0f} MB/s"
    return [
        *resumed,
        beside(
            f"upload 1 MB through the vault, {CLIENTS} at a time, checks off",
            f"{through}, {through.rate * SIZE / 1e6:.0f} MB/s",
            reference,
            through.rate / direct.rate,
            at_least=0.5,
        ),
        beside(
            f"the same, {CROWD} at a time",
            f"{crowded}, {crowded.rate * SIZE / 1e6:.0f} MB/s",
            f"signed PUT straight to the store, not encrypted: {crowd.rate * SIZE / 1e6:.0f} MB/s",
            crowded.rate / crowd.rate,
            at_least=0.5,
        ),
        beside(
            f"{CLIENTS} at a time while what came is checked on the same cores",
            f"{checked}, {checked.rate * SIZE / 1e6:.0f} MB/s",
            reference,
            checked.rate / direct.rate,
        ),
    ]


@contextmanager
def checks_resting(suite: RunningSuite) -> Iterator[None]:
    """What is sent meanwhile waits for its check, as it does behind a scanner that is down. A few seconds: given up after more."""
    documents = psutil.Process(suite.processes()["documents"])
    held = [child for child in documents.children(recursive=True) if "documents.checks" in child.cmdline()]
    assert held, "nothing was sent before: no process checks yet"
    for process in held:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in held:
            # It was ended meanwhile: nobody had wanted anything of it for a minute.
            with suppress(psutil.NoSuchProcess):
                process.resume()


async def _resumed(base: str, token: str, raw: aiohttp.ClientSession, store: Minio) -> list[Measure]:
    """20 MB by tus in chunks of 4, sealed twice (parts, then the file), and read back; beside the store's own client."""
    body = _png(LARGE)
    told = {"authorization": f"Bearer {token}", "tus-resumable": "1.0.0"}
    files: list[str] = []

    async def send() -> None:
        async with http.post("/v1/uploads", headers={**told, "upload-length": str(len(body))}) as begun:
            at = begun.headers["location"]
        for start in range(0, len(body), CHUNK):
            onward = {**told, "upload-offset": str(start), "content-type": "application/offset+octet-stream"}
            async with http.patch(at, data=body[start : start + CHUNK], headers=onward) as answer:
                assert answer.status == 204, await answer.text()
        async with http.get(at, headers=told) as made:
            files.append((await made.json())["file"]["file_id"])

    async def read() -> None:
        async with http.get(f"/v1/safe/files/{files[0]}/content", headers=told) as answer:
            assert answer.status == 200
            async for _ in answer.content.iter_any():
                pass

    async with aiohttp.ClientSession(base) as http:
        puts = [partial(put, raw, store, f"bench/large-{n}", body) for n in range(8)]
        sent, up = await by_turns([send] * 8, puts, clients=2, rounds=2)
        takes = [partial(asyncio.to_thread, take, store, "bench/large-0")] * 24
        got, down = await by_turns([read] * 24, takes, clients=2, rounds=4)
    of = [("upload 20 MB by tus", sent, up, 0.25), ("download 20 MB, opened and checked whole", got, down, 0.3)]
    return [
        beside(
            f"{what}, 2 at a time",
            f"{ours}, {ours.rate * len(body) / 1e6:.0f} MB/s",
            f"straight at the store, not encrypted: {theirs.rate * len(body) / 1e6:.0f} MB/s",
            ours.rate / theirs.rate,
            at_least=least,
        )
        for what, ours, theirs, least in of
    ]


def _bearer(actor: Actor, keyring: Keyring) -> dict[str, str]:
    return {"authorization": f"Bearer {token_for(actor, keyring, audience='documents')}"}


def raw_store(suite: RunningSuite) -> Minio:
    assert suite.state is not None
    secret = Keyring(suite.state.secrets).passwords("objects")["documents"]
    return Minio(f"127.0.0.1:{suite.ports.s3}", access_key="documents", secret_key=secret, secure=False)


def take(store: Minio, name: str) -> None:
    answer = store.get_object("documents", name)
    for _ in answer.stream(1 << 18):
        pass
    answer.release_conn()


async def _upload(http: aiohttp.ClientSession, headers: dict[str, str], body: bytes) -> None:
    async with http.post("/v1/safe/files", data=body, headers=headers) as answer:
        assert answer.status == 201, await answer.text()


async def put(raw: aiohttp.ClientSession, store: Minio, name: str, body: bytes) -> None:
    """One signed PUT, as a page could do it: the store's own client would hash every byte first."""
    async with raw.put(store.presigned_put_object("documents", name), data=body) as answer:
        assert answer.status == 200, await answer.text()


def _png(size: int) -> bytes:
    """A real picture of about so many bytes: noise, so that nothing shrinks on the way."""
    side = int((size / 3) ** 0.5)
    rows = b"".join(b"\x00" + os.urandom(side * 3) for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
