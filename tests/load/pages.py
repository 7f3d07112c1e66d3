"""Pages through the gateway, with a session, beside what the gateway can answer at most."""

import re
from functools import partial

import aiohttp
from figures import Measure, beside, drive

from contracts.demo import CITIZEN, PASSWORD
from kit.suite import RunningSuite

CLIENTS = 4
PAGES = 300
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


async def rates(suite: RunningSuite) -> list[Measure]:
    host = suite.portal("").removeprefix("http://")
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{suite.ports.public}", headers=headers, cookie_jar=jar) as http:
        await sign_in(http)
        floor = await drive([partial(get, http, "/robots.txt")] * PAGES, clients=CLIENTS)
        alone = await drive([partial(get, http, "/mon-tableau-de-bord")] * 60, clients=1)
        measures = [
            Measure(
                what="« Mon tableau de bord », one reader",
                figure=str(alone),
                reference=f"the gateway's shortest answer, {CLIENTS} clients: {floor}",
                gate="p50 ≤ 30 ms",
                met=alone.percentile(50) <= 30,
            )
        ]
        for what, path in (("home page", "/"), ("« Mon tableau de bord »", "/mon-tableau-de-bord")):
            run = await drive([partial(get, http, path)] * PAGES, clients=CLIENTS)
            told = f"the gateway's shortest answer: {floor.rate:,.0f}/s"
            measures.append(beside(f"{what}, {CLIENTS} readers", str(run), told, run.rate / floor.rate))
        return measures


async def sign_in(http: aiohttp.ClientSession) -> None:
    async with http.get("/connexion") as page:
        found = TOKEN.search(await page.text())
        assert found
    form = {"csrf_token": found[1], "identifier": CITIZEN.identifier, "password": PASSWORD}
    async with http.post("/connexion", data=form, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()


async def get(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path, allow_redirects=False) as answer:
        assert answer.status == 200, f"{path}: {answer.status}"
        await answer.read()
