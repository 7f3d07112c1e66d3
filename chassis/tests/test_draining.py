"""A process that is told to end says so, goes on serving for a while, and cuts nobody short."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from litestar import Litestar, get

from chassis.draining import Drain, Server
from kit.eventually import eventually

# Longer than any test waits: the second signal ends it.
NOTICE = 3600.0


class House:
    def __init__(self) -> None:
        self.entered, self.may_end, self.told = threading.Event(), threading.Event(), 0

        @get("/health/ready")
        async def ready() -> dict[str, str]:
            return {"status": "ready"}

        @get("/slow")
        async def slow() -> str:
            self.entered.set()
            while not self.may_end.is_set():
                await asyncio.sleep(0.01)
            return "done"

        self.drain = Drain([self._tell])
        app = self.drain.around(Litestar([ready, slow], logging_config=None))
        config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")  # pyright: ignore[reportArgumentType]
        self.server = Server(config, self.drain, notice=NOTICE)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def _tell(self) -> None:
        self.told += 1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = House()
    made.thread.start()
    await eventually(lambda: made.server.started)
    yield made
    made.may_end.set()
    made.server.should_exit = True
    await asyncio.to_thread(made.thread.join, 60)


async def test_it_is_not_ready_any_more_and_serves_all_the_same(house: House):
    async with httpx.AsyncClient(base_url=house.url, timeout=60) as http:
        before = await http.get("/health/ready")

        house.server.handle_exit(signal.SIGTERM, None)

        await eventually(lambda: house.drain.is_begun)
        house.may_end.set()
        ready, other = await http.get("/health/ready"), await http.get("/slow")
    assert (before.status_code, "connection" in before.headers) == (200, False)
    assert ready.status_code == 503
    assert (other.status_code, other.text, other.headers["connection"]) == (200, "done", "close")
    assert house.told == 1


async def test_what_it_had_begun_is_brought_to_its_end(house: House):
    async with httpx.AsyncClient(base_url=house.url, timeout=60) as http:
        begun = asyncio.create_task(http.get("/slow"))
        await eventually(house.entered.is_set)

        house.server.handle_exit(signal.SIGTERM, None)
        await eventually(lambda: house.drain.is_begun)
        house.server.handle_exit(signal.SIGTERM, None)

        await eventually(lambda: house.server.should_exit)
        house.may_end.set()
        answer = await begun
    assert (answer.status_code, answer.text) == (200, "done")
    await eventually(lambda: not house.thread.is_alive())


def test_a_process_that_leaves_gives_nothing_that_was_ready_beforehand():
    answer = ("/", {"type": "http.response.start"}, {"type": "http.response.body"})
    drain = Drain()
    at_once = drain.unless_leaving(lambda _: answer)  # pyright: ignore[reportArgumentType, reportReturnType]
    assert at_once is not None
    before = at_once({})  # pyright: ignore[reportArgumentType]

    drain.begin()

    assert (before, at_once({}), drain.unless_leaving(None)) == (answer, None, None)  # pyright: ignore[reportArgumentType]
