"""Exercises of failure: offered on a demo alone, looked at by whoever reads measures, begun by operators."""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from doorstep.browser import Browser
from doorstep.house import House

from gateway.internal.operations.exercises import WORDS
from suite.faults.__main__ import handler_of
from suite.faults.exercises import FAULTS

HOME = "/exploitation/exercices"
READ, MANAGE = "platform.operations.read", "platform.dead_letters.manage"


class Noted:
    """Exercises that befall nobody."""

    def __init__(self) -> None:
        self.on: dict[str, float] = {}

    def begin(self, name: str, seconds: float) -> None:
        self.on[name] = seconds

    def end(self, name: str) -> None:
        self.on.pop(name, None)

    def status(self) -> list[dict[str, Any]]:
        return [
            {"name": f.name, "part": f.part, "french": f.french, "on": f.name in self.on, "seconds_left": 61}
            for f in FAULTS.values()
        ]


@pytest.fixture
def noted(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Noted]:
    (tmp_path / "secret").write_text("the secret\n")
    made: Any = Noted()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(made, "the secret"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = {"faults_url": f"http://127.0.0.1:{server.server_port}", "faults_secret_file": tmp_path / "secret"}
    entrance = house.internal_entrance
    monkeypatch.setattr(entrance, "settings", entrance.settings.model_copy(update=told))
    yield made
    server.shutdown()


@pytest.fixture
def operator(house: House) -> Browser:
    return house.visit_agents(house.member_of(house.town(), READ, MANAGE))


def test_every_exercise_is_said_in_words():
    assert set(WORDS) == set(FAULTS)


@pytest.mark.requirement("SR-01")
async def test_an_operator_begins_and_ends_an_exercise(operator: Browser, noted: Noted):
    before = await operator.get(HOME)
    begun = await operator.send_form(f"{HOME}/bus-cut/debut", {}, token=await operator.token("/"))
    during = await operator.get(HOME)
    on = dict(noted.on)
    ended = await operator.send_form(f"{HOME}/bus-cut/fin", {}, token=await operator.token("/"))

    assert "Aucun exercice en cours" in before.text
    assert (begun.status_code, begun.headers["location"]) == (303, HOME)
    assert on == {"bus-cut": 120.0}
    assert "encore 61 s" in during.text
    assert "finit de lui-même" in during.text
    assert ended.status_code == 303
    assert noted.on == {}


async def test_a_reader_looks_and_does_not_begin(house: House, noted: Noted):
    reader = house.visit_agents(house.member_of(house.town(), READ))

    page = await reader.get(HOME)
    refused = await reader.send_form(f"{HOME}/bus-cut/debut", {}, token=await reader.token("/"))

    assert (page.status_code, "Commencer" in page.text) == (200, False)
    assert refused.status_code == 403
    assert noted.on == {}


async def test_where_there_is_no_demo_there_is_no_such_page(operator: Browser):
    assert (await operator.get(HOME)).status_code == 404
    assert (await operator.send_form(f"{HOME}/bus-cut/debut", {}, token=await operator.token("/"))).status_code == 404
    assert HOME not in (await operator.get("/exploitation/")).text


async def test_a_stranger_signs_in_first_and_an_unknown_exercise_is_none(house: House, operator: Browser, noted: Noted):
    assert (await house.visit_agents().get(HOME)).headers["location"].startswith("/connexion")
    assert (
        await operator.send_form(f"{HOME}/everything/debut", {}, token=await operator.token("/"))
    ).status_code == 404
    assert noted.on == {}
