"""Files of 1, 20 and 200 MB through the gateway, both ways, beside the store itself; what that costs in memory; previews."""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import aiohttp
from figures import Measure, beside, bounded, by_turns, drive
from pages import TOKEN, sign_in
from uploads import put, raw_store, take

from chassis.keys import SigningKeyFile
from chassis.tokens import Signer
from contracts.demo import CITIZEN
from contracts.tokens import UploadGrant
from kit.suite import RunningSuite
from suite.keyring import Keyring

CHUNK = 4 << 20
# Size, how many times, in how many turns, and what is promised of each way.
SIZES = ((1_000_000, 60, 6, 0.2, 0.3), (19_900_000, 8, 4, 0.25, 0.3), (199_000_000, 2, 2, 0.25, 0.3))
PREVIEWS = 60


async def rates(suite: RunningSuite) -> list[Measure]:
    assert suite.state is not None
    host = suite.portal("").removeprefix("http://")
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    jar = aiohttp.CookieJar(unsafe=True)
    gateway = f"http://127.0.0.1:{suite.ports.public}"
    forever = aiohttp.ClientTimeout(total=None)
    measures: list[Measure] = []
    async with aiohttp.ClientSession(gateway, headers=headers, cookie_jar=jar, timeout=forever) as http:
        await sign_in(http)
        measures += await _previews(http)
        async with http.get("/mes-pieces/nouvelle") as page:
            found = TOKEN.search(await page.text())
            assert found
        for size, times, rounds, up, down in SIZES:
            with peaks(suite) as grown:
                measures += await _both_ways(http, found[1], suite, size, times, rounds, up, down)
        # The last and largest: what a transfer takes more than a small one, at its height.
        measures += [
            bounded(
                f"{size // 1_000_000} MB both ways: memory that {name} took more at its height",
                mib,
                at_most=16,
                unit="MiB",
            )
            for name, mib in grown.items()
        ]
    return measures


async def _both_ways(
    http: aiohttp.ClientSession,
    csrf: str,
    suite: RunningSuite,
    size: int,
    times: int,
    rounds: int,
    up: float,
    down: float,
) -> list[Measure]:
    """By tus into a ticket's bundle, which takes such sizes, and out of it again; beside the store itself, by turns."""
    assert suite.state is not None
    keyring = Keyring(suite.state.secrets)
    signer = Signer("ticketing", SigningKeyFile(keyring.signing_key_file("ticketing")))
    bundle = uuid4()
    facts = {"tenant": CITIZEN.organisation.id, "sub": CITIZEN.id, "bundle": bundle}
    grant = signer.sign(UploadGrant, audience="documents", lives=timedelta(minutes=30), **facts)
    body = b"%PDF-1.4\n" + os.urandom(size - 9)
    files: list[UUID] = []
    told = {"tus-resumable": "1.0.0", "x-csrf-token": csrf}

    async def send() -> None:
        begin = {**told, "upload-length": str(size), "parvis-bundle": str(bundle), "parvis-grant": grant}
        async with http.post("/api/documents/v1/uploads", headers=begin) as begun:
            assert begun.status == 201, await begun.text()
            at = begun.headers["location"]
        for start in range(0, size, CHUNK):
            onward = {**told, "upload-offset": str(start), "content-type": "application/offset+octet-stream"}
            async with http.patch(at, data=memoryview(body)[start : start + CHUNK], headers=onward) as answer:
                assert answer.status == 204, await answer.text()
        async with http.get(at, headers=told) as made:
            files.append((await made.json())["file"]["file_id"])

    async def fetch() -> None:
        where = f"/api/documents/v1/bundles/{bundle}/files/{files[0]}/content"
        async with http.get(where, params={"grant": grant}) as answer:
            assert answer.status == 200, await answer.text()
            got = 0
            async for piece in answer.content.iter_any():
                got += len(piece)
            assert got == size

    store = raw_store(suite)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as raw:
        puts = [partial(put, raw, store, f"bench/{size}", body)] * times
        sent, raw_up = await by_turns([send] * times, puts, clients=1, rounds=rounds)
    takes = [partial(asyncio.to_thread, take, store, f"bench/{size}")] * times
    fetched, raw_down = await by_turns([fetch] * times, takes, clients=1, rounds=rounds)
    shown = round(size / 1e6)
    return [
        beside(
            f"{way} {shown} MB through the gateway",
            f"{ours.rate * size / 1e6:.0f} MB/s, p50 {ours.percentile(50):.0f} ms",
            f"straight at the store, not encrypted: {theirs.rate * size / 1e6:.0f} MB/s",
            ours.rate / theirs.rate,
            at_least=least,
        )
        for way, ours, theirs, least in (("upload", sent, raw_up, up), ("download", fetched, raw_down, down))
    ]


async def _previews(http: aiohttp.ClientSession) -> list[Measure]:
    """« Mes pièces justificatives » with all its pictures, as a browser loads it; and one page of a piece, drawn."""
    async with http.get("/mes-pieces") as page:
        pictures = re.findall(r'src="(/mes-pieces/fichiers/[0-9a-f-]+)/vignette"', await page.text())
    assert pictures

    async def get(path: str) -> None:
        async with http.get(path) as answer:
            assert answer.status == 200, f"{path}: {answer.status}"
            _ = await answer.read()

    async def whole() -> None:
        await get("/mes-pieces")
        await asyncio.gather(*(get(f"{picture}/vignette") for picture in pictures))

    page = await drive([whole] * PREVIEWS, clients=1)
    sheet = await drive([partial(get, f"{pictures[0]}/pages/1")] * (PREVIEWS // 3), clients=1)
    what = f"« Mes pièces justificatives » with {len(pictures)} pictures, p95"
    return [
        bounded(what, page.percentile(95), at_most=300, unit="ms"),
        bounded("a page of a piece, drawn when asked for, p95", sheet.percentile(95), at_most=300, unit="ms"),
    ]


@contextmanager
def peaks(suite: RunningSuite) -> Iterator[dict[str, float]]:
    """Filled at the end: by how much each process grew at its height, in MiB (Linux's own high-water mark)."""
    grown: dict[str, float] = {}
    pids = {name: pid for name, pid in suite.processes().items() if name in ("documents", "gateway.public")}
    for pid in pids.values():
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    before = {name: _high(pid) for name, pid in pids.items()}
    yield grown
    grown.update({name: (_high(pid) - before[name]) / 1024 for name, pid in pids.items()})


def _high(pid: int) -> int:
    """KiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])
