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
        # A browser that signed in before: whoever attacks an account shuts others out of it for a while (decision D-4).
        known = await stack.enter_async_context(person())
        await sign_in(known)
        await _signs_out(known)
        reads = [
            partial(get, reader, path) for _ in range(PAGES // 2) for path in ("/mon-tableau-de-bord", "/demarches")
        ]
        calm = await drive(reads, clients=READERS)
        answers: Counter[str] = Counter()
        over = asyncio.Event()
        guessers = [await stack.enter_async_context(person()) for _ in range(GUESSING)]
        storm = [asyncio.create_task(_guess(http, answers, over)) for http in guessers]
        during = await drive(reads, clients=READERS)
        begun, tries = time.perf_counter(), await _signs_in(known)
        took = time.perf_counter() - begun
        over.set()
        await asyncio.gather(*storm)
    # What it shares with the process it was forked from counts in part: the whole is not its own.
    identity = psutil.Process(suite.processes()["identity"]).memory_full_info().pss / (1 << 20)
    told = ", ".join(f"{count} × {status}" for status, count in answers.most_common())
    return [
        Measure(
            what=f"pages of everybody else while {GUESSING} guess passwords",
            figure=str(during),
            reference=f"before: {calm}; the guesses were answered {told}",
            gate=f"p99 ≤ {MOST_MS} ms",
            met=during.percentile(99) <= MOST_MS,
        ),
        Measure(
            what="the owner of the account attacked signs in meanwhile, from a browser known before",
            figure=f"{took:.1f} s, at try {tries}",
        ),
        Measure(
            what="identity, memory after it (PSS)",
            figure=f"{identity:,.0f} MiB",
            gate=f"≤ {MOST_MIB} MiB",
            met=identity <= MOST_MIB,
        ),
    ]


async def _signs_out(http: aiohttp.ClientSession) -> None:
    async with http.get("/mon-tableau-de-bord") as page:
        found = TOKEN.search(await page.text())
    assert found
    async with http.post("/deconnexion", data={"csrf_token": found[1]}, allow_redirects=False) as answer:
        assert answer.status == 303


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


async def _guess(http: aiohttp.ClientSession, answers: Counter[str], over: asyncio.Event) -> None:
    """Of one account that exists, and of names that may or may not."""
    async with http.get("/connexion") as page:
        found = TOKEN.search(await page.text())
    assert found
    while not over.is_set():
        name = CITIZEN.identifier if answers.total() % 2 else f"personne.{uuid4().hex[:8]}"
        form = {"csrf_token": found[1], "identifier": name, "password": uuid4().hex}
        try:
            async with http.post("/connexion", data=form, allow_redirects=False) as answer:
                answers[str(answer.status)] += 1
        except aiohttp.ClientError:
            answers["none"] += 1
