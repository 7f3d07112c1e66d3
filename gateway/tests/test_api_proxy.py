"""The public API: passed on as a stream, both ways, and nothing but what may pass."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest
from doorstep.house import House
from doorstep.raw import said_raw
from doorstep.upstream import PIECE, peak_memory

from chassis import serve
from gateway import api
from kit.service import problem

MEGABYTE = 1024 * 1024


@pytest.mark.requirement("GW-01")
async def test_a_call_reaches_the_service_as_it_was_sent(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    token = await form_token(citizen)

    answer = await citizen.put(
        "/api/demarches/v1/echo?q=caf%C3%A9&x=1",
        content=b'{"a": 1}',
        headers={**ours(citizen), "x-csrf-token": token, "content-type": "application/json", "if-match": '"3"'},
    )

    told = answer.json()
    assert (told["method"], told["path"], told["query"], told["body"]) == (
        "PUT",
        "/v1/echo",
        "q=caf%C3%A9&x=1",
        '{"a": 1}',
    )
    assert told["headers"]["if-match"] == '"3"'
    assert "cookie" not in told["headers"]


async def test_what_belongs_to_one_connection_is_not_passed_back(house: House):
    answer = await house.visit(house.town()).get("/api/demarches/v1/echo")

    assert "planted" not in str(answer.headers)
    assert answer.headers.get("server") != "tiny"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/api/demarches/console/echo",
        "/api/demarches/internal/secret",
        "/api/demarches/v1/../internal/secret",
        "/api/demarches/v1/%2e%2e/internal/secret",
        "/api/demarches/v1/..%2finternal/secret",
        "/api/demarches/v1//internal/secret",
        "/api/demarches/v1\\..\\internal/secret",
        "/api/demarches/v2/echo",
        "/api/nobody/v1/echo",
        "/api/demarches",
        "/api/",
    ],
)
@pytest.mark.requirement("GW-05")
async def test_nothing_but_the_public_api_can_be_reached(house: House, path: str):
    town = house.town()

    answer = await said_raw(
        house.public, f"GET {path} HTTP/1.1\r\nHost: {town['slug']}.localhost:8000\r\nConnection: close\r\n\r\n"
    )

    assert answer.split()[1] in (b"404", b"400"), answer
    assert b"jamais dehors" not in answer


@pytest.mark.requirement("GW-04")
async def test_a_large_answer_passes_without_being_held(house: House):
    pieces = 200 * MEGABYTE // len(PIECE)
    visitor = house.visit(house.town())
    await visitor.get("/api/documents/v1/source?pieces=1")
    before, received = peak_memory(), 0

    async with visitor.stream("GET", f"/api/documents/v1/source?pieces={pieces}") as answer:
        async for piece in answer.aiter_bytes():
            received += len(piece)

    assert received == pieces * len(PIECE)
    assert peak_memory() - before < 16 * MEGABYTE
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.requirement("GW-04")
async def test_a_large_upload_passes_without_being_held(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    token = await form_token(citizen)
    pieces = 150 * MEGABYTE // len(PIECE)
    before, digest = peak_memory(), hashlib.sha256()

    async def flow() -> AsyncIterator[bytes]:
        for _ in range(pieces):
            digest.update(PIECE)
            yield PIECE

    headers = {**ours(citizen), "x-csrf-token": token, "content-type": "application/offset+octet-stream"}
    answer = await citizen.patch("/api/documents/v1/sink", content=flow(), headers=headers)

    assert answer.json()["size"] == pieces * len(PIECE)
    assert answer.json()["sha256"] == digest.hexdigest()
    assert peak_memory() - before < 16 * MEGABYTE


async def test_a_known_length_stays_known(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    headers = {**ours(citizen), "x-csrf-token": await form_token(citizen)}

    answer = await citizen.post("/api/documents/v1/sink", content=b"x" * 1000, headers=headers)

    assert answer.json()["headers"]["content-length"] == "1000"


async def test_a_body_too_large_gets_a_readable_413(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    headers = {**ours(citizen), "x-csrf-token": await form_token(citizen)}

    announced = await citizen.post("/api/demarches/v1/echo", content=b"x" * 3 * MEGABYTE, headers=headers)

    async def flow() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield PIECE

    unannounced = await citizen.post("/api/demarches/v1/echo", content=flow(), headers=headers)

    for answer in (announced, unannounced):
        assert answer.status_code == 413
        assert "Mo" in problem(answer)["detail"]


async def test_a_thing_made_is_found_under_this_entrance(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    headers = {**ours(citizen), "x-csrf-token": await form_token(citizen)}

    answer = await citizen.post("/api/documents/v1/uploads", headers=headers)

    assert answer.headers["location"] == "/api/documents/v1/uploads/7"


async def test_a_refusal_of_the_service_is_passed_back_as_it_is(house: House):
    house.demarches.refusal = (409, {"type": "/problems/already", "title": "Déjà envoyée.", "status": 409})

    answer = await house.visit(house.town()).get("/api/demarches/v1/echo")

    assert answer.status_code == 409
    assert problem(answer)["type"] == "/problems/already"


@pytest.mark.requirement("GW-04")
async def test_a_dead_service_is_a_503_that_says_when_to_come_back(house: House):
    town = house.town()
    urls = {**house.urls, "notifier": "http://127.0.0.1:9"}
    services = ",".join(f"{name}={url}" for name, url in urls.items())
    async with house.entrance(services=services) as address:
        dead = await house.visit(town, at=address).get("/api/notifier/v1/echo")
        alive = await house.visit(town, at=address).get("/api/demarches/v1/echo")

    assert (dead.status_code, alive.status_code) == (503, 200)
    assert dead.headers["retry-after"] == "5"
    assert problem(dead)["title"]


async def test_a_visitor_who_changes_something_acts_under_an_id_of_their_own(house: House):
    one, other = house.visit(house.town()), house.visit(house.town())

    heard = []
    for visitor in (one, other):
        token = await visitor.token("/connexion")
        headers = {**ours(visitor), "x-csrf-token": token}
        heard.append((await visitor.post("/api/demarches/v1/echo", headers=headers)).json()["headers"]["authorization"])

    assert heard[0] != heard[1]
    assert one.holds("visiteur")


async def test_a_browser_that_leaves_ends_the_upload(house: House):
    town = house.town()
    citizen = house.visit(town, house.citizen_of(town))
    headers = {**ours(citizen), "x-csrf-token": await form_token(citizen)}

    async def flow() -> AsyncIterator[bytes]:
        yield PIECE
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await citizen.post("/api/documents/v1/sink", content=flow(), headers=headers)

    await asyncio.sleep(0.2)
    assert house.services["documents"].heard == []


def ours(browser) -> dict[str, str]:
    return {"origin": browser.origin, "sec-fetch-site": "same-origin"}


async def form_token(browser) -> str:
    """From the « Me déconnecter » form of any page of a person."""
    return await browser.token("/")


def test_the_gateway_leaves_an_idle_connection_long_before_a_service_does():
    """Otherwise a form is sent on a connection that is being closed, and nobody can tell whether it was read."""
    assert api.IDLE_FOR * 2 < serve.IDLE_FOR
