"""Addresses proposed as one types, by a server that speaks the national address base's protocol."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from gateway.public_addresses import PublicAddresses

HOUSE = {"type": "housenumber", "name": "3 Rue Haute", "label": "3 Rue Haute 13100 Plassans", "postcode": "13100"}


class AddressBase:
    """Answers `/search/` as the public one does; `asked` keeps the questions."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: Any = {"type": "FeatureCollection", "features": []}
        self.status, self.url = 200, ""

    async def search(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        return web.json_response(self.answer, status=self.status)

    def knows(self, *properties: dict[str, Any]) -> None:
        point = {"type": "Point", "coordinates": [5.1, 43.5]}
        features = [{"type": "Feature", "geometry": point, "properties": one} for one in properties]
        self.answer = {"type": "FeatureCollection", "version": "draft", "features": features}


@pytest_asyncio.fixture(loop_scope="session")
async def base() -> AsyncIterator[AddressBase]:
    base = AddressBase()
    app = web.Application()
    app.router.add_get("/geocodage/search/", base.search)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(_, port)] = [address[:2] for address in runner.addresses]
    base.url = f"http://127.0.0.1:{port}/geocodage/"
    yield base
    await runner.cleanup()


@pytest.mark.requirement("DM-05")
async def test_what_one_types_finds_lines_with_their_town(base: AddressBase):
    base.knows(HOUSE | {"city": "Plassans"}, {"type": "municipality", "name": "Plassans", "postcode": "13100"})

    [found] = await PublicAddresses(base.url).like("  3 rue   haute ")

    assert (found.line1, found.postal_code, found.city) == ("3 Rue Haute", "13100", "Plassans")
    assert base.asked == [{"q": "3 rue haute", "limit": "6", "autocomplete": "1"}]


@pytest.mark.requirement("DM-05")
@pytest.mark.parametrize(
    ("status", "answer"), [(500, {}), (200, {"oops": 1}), (200, {"features": [{"properties": {}}]})]
)
async def test_a_base_that_answers_otherwise_proposes_nothing(base: AddressBase, status: int, answer: Any):
    base.status, base.answer = status, answer

    assert await PublicAddresses(base.url).like("3 rue haute") == []


@pytest.mark.requirement("DM-05")
async def test_nobody_is_asked_without_a_base_nor_for_two_letters(base: AddressBase):
    assert await PublicAddresses("").like("3 rue haute") == []
    assert await PublicAddresses("http://127.0.0.1:1").like("3 rue haute") == []
    assert await PublicAddresses(base.url).like("3 ") == []
    assert await PublicAddresses(base.url).like("ru") == []
    assert base.asked == []
