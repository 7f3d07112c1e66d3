"""What passing through the gateway costs, beside nginx, Caddy and Traefik doing the same in front of the same service."""

from contextlib import ExitStack
from functools import partial

import aiohttp
from figures import Measure, Run, beside, by_turns, in_turns
from fronts import caddy, nginx, traefik

from contracts.demo import PLASSANS
from kit.actors import a_visitor, token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring

CLIENTS = 8
# As many as the gate of proxies asks for.
MANY = 32
CALLS = 800
# Long enough for both to forget the page several times.
PAGES = 24_000
CATALOGUE = "/v1/catalogue"


async def rates(suite: RunningSuite) -> list[Measure]:
    assert suite.state is not None
    host, service = suite.portal("").removeprefix("http://"), suite.ports.service("demarches")
    token = token_for(a_visitor(PLASSANS.id), Keyring(suite.state.secrets), audience="demarches")
    signed = {"authorization": f"Bearer {token}"}
    gateway = f"http://127.0.0.1:{suite.ports.public}"
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0)
    ) as http:
        with ExitStack() as stack:
            beside_it = stack.enter_context(nginx(service=service, gateway=suite.ports.public, host=host))
            others = {
                "nginx": beside_it,
                "Caddy": stack.enter_context(caddy(service=service)),
                "Traefik": stack.enter_context(traefik(service=service)),
            }
            ways = {
                "straight": partial(_get, http, f"http://127.0.0.1:{service}{CATALOGUE}", signed),
                "ours": partial(_get, http, f"{gateway}/api/demarches{CATALOGUE}", {"host": host}),
                **{name: partial(_get, http, f"{at}{CATALOGUE}", signed) for name, at in others.items()},
            }
            passed = [await _passed(ways, clients) for clients in (CLIENTS, MANY)]
            ours, theirs = (partial(_get, http, f"{entrance}/", {"host": host}) for entrance in (gateway, beside_it))
            # Both forget the page after 5 s and ask for it again; neither begins without it.
            await ours()
            await theirs()
            page, cached = await by_turns([ours] * PAGES, [theirs] * PAGES, clients=CLIENTS, rounds=PAGES // CALLS)
    return [
        *_told(passed[0], f"the catalogue's API through the gateway, {CLIENTS} at once"),
        *_told(passed[1], f"the same, {MANY} at once"),
        beside(
            "home page for strangers, from the gateway's memory",
            str(page),
            f"nginx proxy_cache: {cached}",
            page.rate / cached.rate,
            at_least=0.8,
        ),
    ]


async def _passed(ways: dict[str, partial[object]], clients: int) -> dict[str, Run]:
    """Each way as often, by turns: what the machine does meanwhile happens to all."""
    for call in ways.values():
        await call()
    runs = await in_turns([[call] * CALLS for call in ways.values()], clients=clients, rounds=5)
    return dict(zip(ways, runs, strict=True))


def _told(runs: dict[str, Run], what: str) -> list[Measure]:
    ours, straight = runs.pop("ours"), runs.pop("straight")
    added = f"p50 {ours.percentile(50) - straight.percentile(50):+.1f}, p99 {ours.percentile(99) - straight.percentile(99):+.1f} ms over the service's"
    return [
        beside(what, str(ours), f"straight at the service: {straight}", ours.rate / straight.rate),
        *(
            beside("the same", added, f"{name} as the proxy: {run}", ours.rate / run.rate, at_least=0.7)
            for name, run in runs.items()
        ),
    ]


async def _get(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> None:
    async with http.get(url, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 200, f"{url}: {answer.status}"
        await answer.read()
