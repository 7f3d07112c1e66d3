"""A finished page, given before anything is asked: to strangers who bring nothing, as it was dressed for the first of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from httpx import Response
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

from chassis.observe import Observe
from gateway import showcase as showcases
from gateway.door import Door
from gateway.public.main import create_app
from gateway.showcase import Showcase

OF_ONE_ANSWER = {"date", "x-request-id"}


class Front:
    """An entrance as it is served: what goes the long way has a trace, and its answer says which."""

    def __init__(self, house: House, door: Door, address: str) -> None:
        self.house, self.door, self.address = house, door, address
        self.town = house.town()

    def stranger(self) -> Browser:
        return self.house.visit(self.town, at=self.address)

    async def finished(self) -> Response:
        """The home page, which stands in the window from now on."""
        return await self.stranger().get("/")


def went_the_long_way(answer: Response) -> bool:
    return "x-request-id" in answer.headers


def dress(answer: Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers.multi_items() if name not in OF_ONE_ANSWER]


@pytest_asyncio.fixture(loop_scope="session")
async def front(house: House) -> AsyncIterator[Front]:
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())
    door = create_app(house.settings())
    async with served(Observe(door, at_the_edge=True, at_once=door.at_once)) as address:  # pyright: ignore[reportArgumentType]
        yield Front(house, door, address)


async def test_the_next_stranger_gets_the_same_answer_to_the_last_header(front: Front):
    first = await front.finished()

    second = await front.stranger().get("/")

    assert (went_the_long_way(first), went_the_long_way(second)) == (True, False)
    assert (second.status_code, second.content, dress(second)) == (200, first.content, dress(first))
    assert "content-security-policy" in second.headers


async def test_who_opens_no_gzip_has_a_page_of_their_own(front: Front):
    packed = await front.finished()

    first, second = [await front.stranger().get("/", headers={"accept-encoding": "identity"}) for _ in range(2)]

    assert (went_the_long_way(first), went_the_long_way(second)) == (True, False)
    assert "content-encoding" not in second.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == first.text == second.text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?theme=1", {}),
        ("/", {"authorization": "Bearer parvis_x"}),
        ("/", {"range": "bytes=0-1"}),
        ("/", {"content-length": "0"}),
        ("/", {"x-anything": "1"}),
    ],
)
async def test_what_might_ask_for_something_else_is_asked_about(front: Front, path: str, headers: dict[str, str]):
    await front.finished()

    answer = await front.stranger().get(path, headers=headers)

    assert went_the_long_way(answer)


async def test_who_brings_a_session_sees_their_own_page_and_leaves_it_to_nobody(front: Front):
    await front.finished()

    own = await front.house.visit(front.town, front.house.citizen_of(front.town), at=front.address).get("/")
    after = await front.stranger().get("/")

    assert "Camille" in own.text
    assert not went_the_long_way(after)
    assert "Camille" not in after.text


async def test_another_town_has_another_page(front: Front):
    first = await front.finished()
    other = front.house.visit(front.house.town(name="Ville de Verrières"), at=front.address)

    pages = [await other.get("/") for _ in range(2)]

    assert [went_the_long_way(page) for page in pages] == [True, False]
    assert all("Verrières" in page.text for page in pages)
    assert "Verrières" not in first.text


async def test_head_keeps_no_page_and_takes_none(front: Front):
    head = await front.stranger().request("HEAD", "/")

    page = await front.stranger().get("/")
    again = await front.stranger().request("HEAD", "/")

    assert (head.content, went_the_long_way(page), went_the_long_way(again)) == (b"", True, True)


async def test_a_change_empties_the_window(front: Front):
    await front.finished()

    await front.door.entrance.showcase.forget()

    assert went_the_long_way(await front.stranger().get("/"))


async def test_a_page_that_was_forgotten_on_its_way_out_is_not_kept(front: Front, monkeypatch: pytest.MonkeyPatch):
    showcase = front.door.entrance.showcase
    went_out = showcase.went_out

    def after_a_change(*about: object) -> None:
        showcase._epoch += 1
        went_out(*about)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(showcase, "went_out", after_a_change)
    await front.finished()

    assert went_the_long_way(await front.stranger().get("/"))


async def test_those_who_come_at_once_have_it_made_once(front: Front, monkeypatch: pytest.MonkeyPatch):
    making = _Making(monkeypatch)
    making.may_end.set()

    answers = await asyncio.gather(*(front.stranger().get("/") for _ in range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert making.begun == 1


async def test_while_one_has_it_made_anew_the_others_see_the_last_one(front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(showcases, "FRESH", 0)
    monkeypatch.setattr(showcases, "WHILE_REMADE", 60)
    last = await front.finished()
    making = _Making(monkeypatch)
    first = asyncio.create_task(front.stranger().get("/"))
    await making.has_begun.wait()

    meanwhile = await front.stranger().get("/")
    making.may_end.set()

    assert (went_the_long_way(meanwhile), meanwhile.content) == (False, last.content)
    assert went_the_long_way(await first)


async def test_who_waits_for_a_page_that_failed_has_it_made_themselves(front: Front, monkeypatch: pytest.MonkeyPatch):
    making = _Making(monkeypatch, failing=1)
    first = asyncio.create_task(front.stranger().get("/"))
    await making.has_begun.wait()
    second = asyncio.create_task(front.stranger().get("/"))
    making.may_end.set()

    assert ((await first).status_code, (await second).status_code) == (500, 200)


class _Making:
    """The home page is made as ever, when it may."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, failing: int = 0) -> None:
        self.begun, self.has_begun, self.may_end = 0, asyncio.Event(), asyncio.Event()
        as_ever = Showcase._made

        async def made(*about: Any) -> Any:
            self.begun += 1
            mine = self.begun
            self.has_begun.set()
            await self.may_end.wait()
            if mine <= failing:
                raise RuntimeError
            return await as_ever(*about)

        monkeypatch.setattr(Showcase, "_made", made)


async def test_who_asks_too_often_is_told_so_by_the_window_too(house: House):
    door = create_app(house.settings(rate_limits=0.02))
    async with served(Observe(door, at_once=door.at_once)) as address:  # pyright: ignore[reportArgumentType]
        stranger = house.visit(house.town(), at=address)
        answers = [await stranger.get("/") for _ in range(8)]

    assert answers[1].status_code == 200
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"]
