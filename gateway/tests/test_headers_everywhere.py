"""Every route of both entrances answers with the headers that keep a page and its reader safe, whoever asks and whatever
the answer is. Routes are read from the applications: a new one is in the audit by itself."""

import asyncio
import re
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from doorstep.browser import Browser
from doorstep.house import House
from litestar.routes import HTTPRoute

from chassis.settings import Settings
from gateway.door import Door
from gateway.headers import SECURITY
from gateway.internal.main import create_app as create_internal
from gateway.public.main import create_app as create_public

HOLES = {"uuid": str(UUID(int=7)), "int": "192", "str": "nulle-part", "path": "nulle-part"}
# Kept by browsers, since everybody gets the same: pieces of pages, the town's pictures, feeds, the API's description.
FOR_EVERYBODY = re.compile(
    r"^/(assets/|theme\.css|favicon\.ico|robots\.txt|service-worker\.js|manifest\.webmanifest|icones/|guichet/|"
    r"publications/images/|actualites\.rss|agenda\.ics|api/openapi\.json)"
)
# Answered as long as somebody listens.
WITHOUT_END = {"/mes-notifications/flux", "/en-direct/accueil", "/en-direct/demandes", "/en-direct/tickets"}
AT_ONCE = 16


def calls(create_app: Callable[[Settings], Door], house: House, *methods: str) -> list[tuple[str, str]]:
    app = create_app(house.settings()).app
    return sorted(
        {
            (method, re.sub(r"\{\w+:(\w+)\}", lambda hole: HOLES[hole[1]], route.path))
            for route in app.routes
            if isinstance(route, HTTPRoute) and route.path not in WITHOUT_END
            for method in route.methods
            if method in methods
        }
    )


async def answers(browser: Browser, asked: list[tuple[str, str]]) -> list[tuple[str, httpx.Response]]:
    few = asyncio.Semaphore(AT_ONCE)

    async def one(method: str, path: str) -> tuple[str, httpx.Response]:
        async with few:
            return f"{method} {path}", await browser.request(method, path)

    return await asyncio.gather(*(one(*each) for each in asked))


def bare(told: list[tuple[str, httpx.Response]]) -> list[str]:
    """Answers without one of the headers, or with two of one."""
    wrong: list[str] = []
    for call, answer in told:
        for name in (name.decode() for name, _ in SECURITY):
            values = answer.headers.get_list(name)
            if len(values) != 1 or not values[0]:
                wrong.append(f"{call} {answer.status_code}: {name} {values}")
        path = call.split(" ")[1]
        kept = answer.headers.get("cache-control", "")
        if "no-store" not in kept and not (FOR_EVERYBODY.match(path) and answer.is_success):
            wrong.append(f"{call} {answer.status_code}: may be kept ({kept})")
    return wrong


@pytest.mark.requirement("GW-04")
async def test_whatever_a_stranger_sends_to_whichever_route(house: House):
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    public, internal = calls(create_public, house, *methods), calls(create_internal, house, *methods)

    told = await answers(house.visit(house.town()), public)
    told += await answers(house.visit_agents(), internal)

    assert len(told) > 250
    assert bare(told) == []


@pytest.mark.requirement("GW-04")
async def test_whatever_somebody_signed_in_reads(house: House):
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))
    adele = house.visit_agents(house.member_of(town, "demarches.dossiers.read", "platform.operations.read"))
    consoles = [("GET", f"/{service}/page") for service in house.services]

    told = await answers(camille, calls(create_public, house, "GET"))
    told += await answers(adele, [*calls(create_internal, house, "GET"), *consoles])

    assert bare(told) == []


async def test_over_https_every_answer_says_that_nothing_else_will_do(house: House):
    async with house.entrance(public_url="https://{organisation}.localhost:8000") as address:
        browser = house.visit(house.town(), at=address)
        told = await answers(
            browser, [("GET", path) for path in ("/", "/nulle-part", "/theme.css", "/api/openapi.json")]
        )

    assert {answer.headers["strict-transport-security"] for _, answer in told} == {
        "max-age=63072000; includeSubDomains"
    }
