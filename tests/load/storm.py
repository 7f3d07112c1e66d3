"""Sixty people at once who guess passwords (P10): what everybody else's pages take meanwhile, and whether one may still sign in.

Limits by address are off: all of these come from one machine, and the worst case is a storm that no address betrays.
"""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from uuid import uuid4

import aiohttp
import psutil
from figures import Measure, drive
from pages import TOKEN, get, sign_in

from contracts.demo import CITIZEN
from kit.suite import RunningSuite

GUESSING = 60
READERS = 2
PAGES = 200
MOST_TRIES = 20
MOST_MS, MOST_MIB = 300, 150


async def weathered(suite: RunningSuite) -> list[Measure]:
    host = suite.portal("").removeprefix("http://")
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    base = f"http://127.0.0.1:{suite.ports.public}"

    def person() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(base, headers=headers, cookie_jar=aiohttp.CookieJar(unsafe=True))

    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(person())
        await sign_in(reader)
        reads = [
            partial(get, reader, path) for _ in range(PAGES // 2) for path in ("/mon-tableau-de-bord", "/demarches")
        ]
        calm = await drive(reads, clients=READERS)
        answers: Counter[int] = Counter()
        over = asyncio.Event()
        guessers = [await stack.enter_async_context(person()) for _ in range(GUESSING)]
        storm = [asyncio.create_task(_guess(http, answers, over)) for http in guessers]
        during = await drive(reads, clients=READERS)
        late = await stack.enter_async_context(person())
        begun, tries = time.perf_counter(), await _signs_in(late)
        took = time.perf_counter() - begun
        over.set()
        await asyncio.gather(*storm)
    identity = psutil.Process(suite.processes()["identity"]).memory_info().rss / (1 << 20)
    told = ", ".join(f"{count} × {status}" for status, count in answers.most_common())
    return [
        Measure(
            what=f"pages of everybody else while {GUESSING} guess passwords",
            figure=str(during),
            reference=f"before: {calm}; the guesses were answered {told}",
            gate=f"p99 ≤ {MOST_MS} ms",
            met=during.percentile(99) <= MOST_MS,
        ),
        Measure(what="one more who knows theirs signs in meanwhile", figure=f"{took:.1f} s, at try {tries}"),
        Measure(
            what="identity, resident memory after it",
            figure=f"{identity:,.0f} MiB",
            gate=f"≤ {MOST_MIB} MiB",
            met=identity <= MOST_MIB,
        ),
    ]


async def _signs_in(http: aiohttp.ClientSession) -> int:
    """So many tries, as somebody who is told to come back in a moment."""
    for tries in range(1, MOST_TRIES + 1):
        try:
            await sign_in(http)
        except AssertionError:
            await asyncio.sleep(1)
        else:
            return tries
    raise AssertionError("nobody can sign in during a storm")


async def _guess(http: aiohttp.ClientSession, answers: Counter[int], over: asyncio.Event) -> None:
    """Of names that exist and of names that do not."""
    while not over.is_set():
        async with http.get("/connexion") as page:
            found = TOKEN.search(await page.text())
        answers[page.status] += 0
        if not found:
            await asyncio.sleep(0.5)
            continue
        name = CITIZEN.identifier if sum(answers.values()) % 2 else f"personne.{uuid4().hex[:8]}"
        form = {"csrf_token": found[1], "identifier": name, "password": uuid4().hex}
        async with http.post("/connexion", data=form, allow_redirects=False) as answer:
            answers[answer.status] += 1
